package org.sparkbackprop.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.registry.NumberedModels;
import org.sparkbackprop.storage.LocalStorage;

/** The example of serving as a user starts it: with the application jar and nothing of Spark. */
class ServeIT {

  private static final Path PROJECT = Path.of("").toAbsolutePath();

  @TempDir private Path directory;
  private NumberedModels models;

  @BeforeEach
  void publishAVersion() {
    models = new NumberedModels(new LocalStorage(directory.resolve("clouds")));
    models.publish(1);
  }

  private Command example(String... arguments) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> words = new ArrayList<>(List.of(java.toString(), "-cp", jar()));
    words.add(PROJECT.resolve("examples/serving/ScoreServed.java").toString());
    words.addAll(List.of(arguments));
    return new Command(directory, words);
  }

  private static String jar() throws IOException {
    try (Stream<Path> files = Files.list(PROJECT.resolve("target"))) {
      return files
          .map(Path::toString)
          .filter(name -> name.matches(".*/spark-backprop-[0-9.]+\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void scoresARowAndABatchAndMeasures() throws IOException, InterruptedException {
    Command.Result run = example("clouds", "--latency").run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("version v0001-0001, network 2-3-2 (tanh)\nclasses [a1, b1]\nrow     b1: [0.")
        .containsPattern("a row alone +p50 [0-9.]+ µs, p99 [0-9.]+ µs, p99.9 [0-9.]+ µs\n")
        .containsPattern("a row of a batch of 256 +p50 [0-9.]+ µs");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void watchesForTheNextVersionAndKeepsTheOneItHasWhileThatIsMissing()
      throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Process process = example("clouds", "--watch").start(out, directory.resolve("err"));
    try {
      await(out, "version v0001-0001, network");
      models.point(2);
      await(out, "version v0001-0001 stays: there is no version v0002-0002 in clouds/versions");
      models.make(2);
      await(out, "version v0002-0002, network 2-3-2 (tanh)\nclasses [a2, b2]");
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void await(Path out, String text) throws IOException, InterruptedException {
    for (int i = 0; i < 600 && !Files.readString(out).contains(text); i++) {
      Thread.sleep(100);
    }
    assertThat(out).content().contains(text);
  }
}
