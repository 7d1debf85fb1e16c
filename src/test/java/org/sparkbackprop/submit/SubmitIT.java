package org.sparkbackprop.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.model.WeightsFile;

/** submit.sh as a user starts it, with the jar that the build made. */
class SubmitIT {

  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final String SUBMIT = PROJECT.resolve("submit.sh").toString();

  @TempDir private static Path directory;
  private static Path archive;

  @BeforeAll
  static void unpackTheReleaseArchive() throws IOException, InterruptedException {
    String release = one(PROJECT.resolve("target"), "spark-backprop-.*-release\\.tar\\.gz");
    Command.Result unpacked = new Command(directory, List.of("tar", "-xzf", release)).run();
    assertThat(unpacked.code()).as(unpacked.err()).isZero();
    archive = Path.of(one(directory, "spark-backprop-.*"));
  }

  private static String one(Path directory, String pattern) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      List<String> found =
          entries
              .filter(path -> path.getFileName().toString().matches(pattern))
              .map(Path::toString)
              .toList();
      assertThat(found).as("%s in %s", pattern, directory).hasSize(1);
      return found.get(0);
    }
  }

  private static Command submit(String... arguments) {
    List<String> words = new ArrayList<>(List.of(SUBMIT));
    words.addAll(List.of(arguments));
    return new Command(directory, words);
  }

  private static List<String> smallTraining(String output) {
    return List.of(
        "train",
        PROJECT.resolve("conf/clouds.conf").toString(),
        "--set",
        "training.epochs=200",
        "--output",
        output);
  }

  private static Command.Result train(String output, String... sparkOptions)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(sparkOptions));
    words.addAll(smallTraining(output));
    return submit(words.toArray(new String[0])).run();
  }

  @Test
  void trainsWithSparksOptionsAndKeepsSparksChatterInAFile()
      throws IOException, InterruptedException {
    Command.Result run = train("one", "--master", "local[1]", "--conf", "spark.ui.enabled=false");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("master local[1]").contains("epoch 200/200");
    assertThat(run.out() + run.err()).doesNotContain(" INFO ").doesNotContain("SparkContext");
    assertThat(directory.resolve("one/model/weights.safetensors")).exists();
    try (Stream<Path> logs = Files.list(directory.resolve("logs"))) {
      assertThat(logs).isNotEmpty();
    }
    Command.Result again = train("two", "--master=local[2]");
    assertThat(again.out()).contains("master local[2]");
    assertThat(sha("two")).isEqualTo(sha("one"));
  }

  private static String sha(String run) throws IOException {
    return WeightsFile.sha256(
        Files.readAllBytes(directory.resolve(run).resolve("model/weights.safetensors")));
  }

  @Test
  void exitCodesPassThrough() throws IOException, InterruptedException {
    Command.Result missing = submit("train", "absent.conf").run();
    assertThat(missing.code()).isEqualTo(66);
    assertThat(missing.err()).contains("error: the configuration absent.conf does not exist");
    assertThat(submit("--master", "local[1]", "fly").run().code()).isEqualTo(64);
    assertThat(submit("--help").run().out()).contains("check-gradients");
  }

  @Test
  void aPathWithBlanksIsNoObstacle() throws IOException, InterruptedException {
    Path blank = Files.createDirectories(directory.resolve("a path with blanks"));
    Command.Result copied =
        new Command(directory, List.of("cp", "-r", archive.toString(), blank.toString())).run();
    assertThat(copied.code()).isZero();
    Path there = blank.resolve(archive.getFileName());
    List<String> words = new ArrayList<>(List.of(there.resolve("submit.sh").toString()));
    words.addAll(smallTraining("o"));
    Command.Result run =
        new Command(blank, words).environment("SPARK_HOME", sparkHome("blank").toString()).run();
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(blank.resolve("o/model/model.json")).exists();
  }

  @Test
  void signalsReachTheJvm() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(SUBMIT));
    words.addAll(smallTraining("endless"));
    words.addAll(List.of("--set", "training.epochs=1000000000"));
    Path out = directory.resolve("endless.out");
    Process process = new Command(directory, words).start(out, directory.resolve("endless.err"));
    try {
      for (int i = 0; i < 600 && !Files.readString(out).contains("epoch 100/"); i++) {
        Thread.sleep(100);
      }
      assertThat(out).content().contains("epoch 100/");
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(directory.resolve("endless/model")).doesNotExist();
      assertThat(directory.resolve("endless/status.json"))
          .content()
          .contains("\"state\" : \"stopped\"")
          .contains("\"exit_code\" : 143");
      assertThat(directory.resolve("endless.err")).content().doesNotContain("error:");
    } finally {
      process.destroyForcibly();
    }
  }

  /** As by Ctrl-C. What a shell starts in the background ignores it, and so may this JVM. */
  @Test
  void anInterruptEndsTrainingAndPredictionWithACodeOfItsOwn()
      throws IOException, InterruptedException {
    Command.Result env =
        new Command(directory, List.of("env", "--default-signal=INT", "true")).run();
    assumeTrue(env.code() == 0, "env cannot give SIGINT back its meaning: " + env.err());
    List<String> training = new ArrayList<>(smallTraining("interrupted"));
    training.addAll(List.of("--set", "training.epochs=1000000000"));
    String trainingError = interrupted("training", "epoch 100/", training);
    assertThat(trainingError).contains("stopped by a signal").doesNotContain("error:", "master");
    assertThat(directory.resolve("interrupted/model")).doesNotExist();
    assertThat(directory.resolve("interrupted/status.json"))
        .content()
        .contains("\"state\" : \"stopped\"")
        .contains("\"exit_code\" : 130")
        .contains("stopped by a signal after epoch ");

    assertThat(train("whole").code()).isZero();
    String rows = "1.5,-2.5\n".repeat(100_000);
    Path many = directory.resolve("many.csv.gz");
    try (Writer file =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(many)), StandardCharsets.UTF_8)) {
      file.write("x1,x2\n");
      for (int i = 0; i < 100; i++) { // some seconds of reading
        file.write(rows);
      }
    }
    List<String> prediction =
        List.of("predict", "--model", "whole", "--input", many.toString(), "--output", "scores");
    assertThat(interrupted("prediction", "BLAS", prediction).trim())
        .endsWith("stopped by a signal")
        .doesNotContain("error:", "master");
    assertThat(directory.resolve("scores")).doesNotExist();
  }

  /** What a command says to its user that is interrupted as soon as it has said something else. */
  private static String interrupted(String name, String sign, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT", SUBMIT));
    words.addAll(arguments);
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    Process process = new Command(directory, words).start(out, err);
    try {
      for (int i = 0; i < 600 && !Files.readString(out).contains(sign); i++) {
        Thread.sleep(100);
      }
      assertThat(out).content().contains(sign);
      String number = Long.toString(process.pid());
      assertThat(new Command(directory, List.of("kill", "-INT", number)).run().code()).isZero();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      return Files.readString(err);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theReleaseArchiveRunsTheSameWayWithoutMaven() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(archive.resolve("submit.sh").toString()));
    words.addAll(List.of("train", archive.resolve("conf/iris.conf").toString()));
    words.addAll(List.of("--output", directory.resolve("iris").toString()));
    words.addAll(List.of("--set", "training.epochs=100"));
    Command.Result run =
        new Command(archive, words)
            .environment("SPARK_HOME", sparkHome("spark").toString())
            .environment("PATH", "/usr/bin:/bin")
            .run();
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("classes     3: setosa (50), versicolor (50), virginica (50)");
    Command.Result without =
        new Command(archive, List.of("./submit.sh", "descend"))
            .environment("PATH", "/usr/bin:/bin")
            .run();
    assertThat(without.code()).isEqualTo(69);
    assertThat(without.err()).contains("no spark-submit found: set SPARK_HOME");
  }

  /**
   * A SPARK_HOME with a spark-submit that asks Spark's launcher for the command, as the
   * distribution's does.
   */
  private static Path sparkHome(String name) throws IOException {
    Path home = directory.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.createSymbolicLink(home.resolve("jars"), PROJECT.resolve("target/spark/jars"));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path submit = home.resolve("bin/spark-submit");
    Files.writeString(
        submit,
        """
        #!/usr/bin/env bash
        export SPARK_HOME='%1$s' SPARK_SCALA_VERSION=2.13
        command=()
        {
          IFS= read -r -d '' messages; IFS= read -r _
          while IFS= read -r -d '' word; do command+=("$word"); done
        } < <(%2$s -cp '%1$s/jars/*' org.apache.spark.launcher.Main \\
          org.apache.spark.deploy.SparkSubmit "$@")
        exec "${command[@]}"
        """
            .formatted(home, java));
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    return home;
  }

  @Test
  void aModelIsScoredWithTheApplicationJarAlone() throws IOException, InterruptedException {
    assertThat(train("scored").code()).isZero();
    String jar = one(archive, "spark-backprop-.*\\.jar");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = jar + ":" + PROJECT.resolve("target/test-classes");
    Command.Result scored =
        new Command(
                directory,
                List.of(
                    java,
                    "-cp",
                    classPath,
                    "org.sparkbackprop.submit.ScoreWithoutSpark",
                    "scored/model",
                    "0",
                    "-2"))
            .run();
    assertThat(scored.code()).as(scored.err()).isZero();
    assertThat(scored.out()).startsWith("java\n[0.");
  }
}
