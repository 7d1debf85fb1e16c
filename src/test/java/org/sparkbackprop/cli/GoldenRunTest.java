package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.SharedFiles;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;

/** The runs that NumPy made, made again. */
class GoldenRunTest {

  private static final Percentage RELATIVE_1E_9 = Percentage.withPercentage(1e-7);

  @TempDir private Path directory;

  private Path train(Path golden, List<String> settings) {
    Path output = directory.resolve("run");
    CommandRun run =
        CommandRun.of("train", "src/test/resources/golden.conf", "--output", output.toString())
            .with("--set", "network.initial-weights=" + golden.resolve("initial.safetensors"));
    settings.forEach(setting -> run.with("--set", setting));
    run.expect(ExitCode.DONE);
    return output;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> expected(Path golden) throws IOException {
    byte[] text = Files.readAllBytes(golden.resolve("expected.json"));
    return (List<Map<String, Object>>) Json.parse(text, "expected.json").get("history");
  }

  /** Compares every expected epoch up to a number; returns how many there were. */
  private static int compare(Path golden, Path run, long until) throws IOException {
    Map<Long, Map<String, Object>> history = new HashMap<>();
    for (String line : Files.readAllLines(run.resolve("history.jsonl"))) {
      Map<String, Object> record =
          Json.parse(line.getBytes(StandardCharsets.UTF_8), "history.jsonl");
      history.put(((Number) record.get("epoch")).longValue(), record);
    }
    int compared = 0;
    for (Map<String, Object> epoch : expected(golden)) {
      long number = ((Number) epoch.get("epoch")).longValue();
      if (number <= until) {
        for (String field : List.of("cost", "accuracy")) {
          assertThat((Double) history.get(number).get(field))
              .as("%s of epoch %d", field, number)
              .isCloseTo((Double) epoch.get(field), RELATIVE_1E_9);
        }
        compared++;
      }
    }
    return compared;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theCloudsTakeTheSameCourse(int partitions) throws IOException {
    Path golden = SharedFiles.file("golden/clouds");
    Path run =
        train(
            golden,
            List.of(
                "input.path=" + golden.resolve("clouds.csv"),
                "network.hidden=[3]",
                "training.epochs=1000",
                "training.partitions=" + partitions,
                "optimizer.learning-rate=10e-7",
                "optimizer.gradient=sum"));
    assertThat(compare(golden, run, 1000)).isEqualTo(6);
  }

  @Test
  void mnistTakesTheSameCourseToTheSameWeights() throws IOException {
    Path golden = SharedFiles.file("golden/mnist-784-30-10");
    Path mnist = SharedFiles.file("data/mnist");
    Path run =
        train(
            golden,
            List.of(
                "input.format=idx",
                "input.path=" + mnist.resolve("train-images-idx3-ubyte.gz"),
                "input.labels=" + mnist.resolve("train-labels-idx1-ubyte.gz"),
                "network.hidden=[30]",
                "training.epochs=20",
                "optimizer.learning-rate=0.5",
                "optimizer.gradient=mean"));
    assertThat(compare(golden, run, 20)).isEqualTo(21);
    Model model = ModelDirectory.read(new LocalStorage(run.resolve("model")));
    double[] weights =
        WeightsFile.read(
            Files.readAllBytes(golden.resolve("final.safetensors")), model.network(), "final");
    assertThat(model.parameters()).containsExactly(weights, within(1e-8));
  }
}
