package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.storage.LocalStorage;

class CommandsTest {

  private static final String CLOUDS = "conf/clouds.conf";

  @TempDir private Path directory;

  private Path output(String name) {
    return directory.resolve(name);
  }

  private CommandRun train(Path output, String... settings) {
    CommandRun run =
        CommandRun.of("train", CLOUDS, "--output", output.toString())
            .with("--set", "training.epochs=300", "--set", "optimizer.learning-rate=1e-4");
    for (String setting : settings) {
      run.with("--set", setting);
    }
    return run;
  }

  @Test
  void aTrainingLeavesEverythingThatTheDesignNames() throws IOException {
    Path run = output("run");
    String out = train(run, "training.checkpoint-every=150").expect(ExitCode.DONE).out();
    assertThat(out)
        .contains("samples     1,500, 2 features")
        .contains("network     2-3-3, 21 parameters");
    assertThat(out).containsPattern("epoch 200/300  cost \\d+\\.\\d+  accuracy 0\\.\\d{4}");
    List<Map<String, Object>> history = new RunFiles(run).history();
    assertThat(history).extracting(line -> line.get("epoch")).containsExactly(0, 100, 200, 300);
    assertThat(history.get(0))
        .containsOnlyKeys(
            "epoch",
            "cost",
            "mean_cost",
            "accuracy",
            "error_rate",
            "seconds",
            "compute_seconds",
            "waiting_seconds",
            "aggregation_seconds",
            "driver_seconds",
            "passes",
            "rounds",
            "layers");
    Map<String, Object> metrics = new RunFiles(run).json("metrics.json");
    Map<String, Object> last = history.get(3);
    assertThat(metrics)
        .containsEntry("cost", last.get("cost"))
        .containsEntry("accuracy", last.get("accuracy"))
        .containsEntry("samples", 1500)
        .containsEntry("stop_reason", "epochs_done")
        .containsKey("confusion_matrix");
    assertThat((Double) last.get("accuracy")).isGreaterThan(0.9);
    assertThat(new RunFiles(run).json("status.json"))
        .containsEntry("state", "succeeded")
        .containsEntry("exit_code", 0)
        .containsEntry("epochs_done", 300);
    assertThat(new RunFiles(run).json("model/model.json"))
        .containsEntry("layers", List.of(2, 3, 3))
        .containsEntry("activations", List.of("sigmoid", "softmax"))
        .containsEntry("classes", List.of("0", "1", "2"))
        .containsEntry("feature_names", List.of("x1", "x2"))
        .containsEntry("weights_sha256", new RunFiles(run).sha())
        .containsKeys(
            "standardisation", "configuration", "data_fingerprint", "metrics", "versions");
    assertThat(new LocalStorage(run).list("checkpoints")).hasSize(2);
    assertThat(new LocalStorage(run).list(""))
        .containsExactlyInAnyOrder(
            "model",
            "history.jsonl",
            "metrics.json",
            "report.html",
            "status.json",
            "checkpoints",
            "configuration.json");
  }

  @Test
  void theSameConfigurationGivesTheSameBitsHoweverManyEpochsAJobRuns() throws IOException {
    train(output("a")).expect(ExitCode.DONE);
    train(output("b")).expect(ExitCode.DONE);
    train(output("c"), "training.epochs-per-job=1").expect(ExitCode.DONE);
    train(output("d"), "training.epochs-per-job=77", "training.checkpoint-every=50")
        .expect(ExitCode.DONE);
    train(output("e"), "training.seed=2").expect(ExitCode.DONE);
    assertThat(
            List.of(
                new RunFiles(output("b")).sha(),
                new RunFiles(output("c")).sha(),
                new RunFiles(output("d")).sha()))
        .containsOnly(new RunFiles(output("a")).sha());
    assertThat(new RunFiles(output("e")).sha()).isNotEqualTo(new RunFiles(output("a")).sha());
  }

  @Test
  void severalPartitionsInOneMemoryAreTrainedInsideATaskWithTheBitsOfAJobAnEpoch()
      throws IOException {
    assertThat(train(output("a"), "training.partitions=3").expect(ExitCode.DONE).out())
        .contains("epochs run inside a task on 2 threads, as all data are in this JVM's memory");
    assertThat(
            train(output("b"), "training.partitions=3", "training.epochs-per-job=1")
                .expect(ExitCode.DONE)
                .out())
        .contains("each epoch is a job, as configured");
    assertThat(new RunFiles(output("b")).sha()).isEqualTo(new RunFiles(output("a")).sha());
  }

  @Test
  void theReportOpensWithoutANetwork() throws IOException {
    train(output("run")).expect(ExitCode.DONE);
    String report = Files.readString(output("run").resolve("report.html"));
    assertThat(report).startsWith("<!DOCTYPE html>").contains("Did a lower cost always mean");
    assertThat(report).doesNotContainPattern("(src|href)\\s*=").doesNotContain("@DATA@");
    assertThat(report).contains("Chart.js v4").contains("\"regions\":[");
  }

  @Test
  void aModelIsEvaluatedPredictedWithAndInspected() throws IOException {
    train(output("run")).expect(ExitCode.DONE);
    String model = output("run").resolve("model").toString();
    CommandRun.of("evaluate", "--model", model, "--input", CLOUDS)
        .with("--output", output("evaluation").toString())
        .expect(ExitCode.DONE);
    Map<String, Object> trained = new RunFiles(output("run")).json("metrics.json");
    Map<String, Object> evaluated = new RunFiles(output("evaluation")).json("metrics.json");
    for (String field : List.of("samples", "accuracy", "confusion_matrix")) {
      assertThat(evaluated).containsEntry(field, trained.get(field));
    }
    List<?> perClass = (List<?>) trained.get("per_class");
    for (int k = 0; k < perClass.size(); k++) { // evaluate has more of each class
      Map<String, Object> ofClass = new HashMap<>();
      ((Map<?, ?>) perClass.get(k)).forEach((name, value) -> ofClass.put((String) name, value));
      Map<?, ?> more = (Map<?, ?>) ((List<?>) evaluated.get("per_class")).get(k);
      ofClass.forEach((name, value) -> assertThat(more.get(name)).as(name).isEqualTo(value));
    }
    Path rows = Files.write(output("rows.csv"), List.of("x2,x1", "-2,0", "2,2", "2,-2"));
    CommandRun.of("predict", "--model", output("run").toString(), "--input", rows.toString())
        .with("--output", output("predictions").toString())
        .expect(ExitCode.DONE);
    List<String> lines = Files.readAllLines(output("predictions").resolve("predictions.csv"));
    assertThat(lines.get(0)).isEqualTo("row,class,probability_0,probability_1,probability_2");
    Model read = ModelDirectory.read(new LocalStorage(Path.of(model)));
    double[][] expected = {{0, -2}, {2, 2}, {-2, 2}};
    for (int row = 0; row < 3; row++) {
      List<String> fields = Arrays.asList(lines.get(row + 1).split(",", -1));
      assertThat(fields.subList(0, 2)).containsExactly("" + row, "" + row);
      double[] probabilities = read.probabilities(expected[row]);
      for (int k = 0; k < 3; k++) {
        assertThat(Double.parseDouble(fields.get(2 + k))).isEqualTo(probabilities[k]);
      }
    }
    assertThat(CommandRun.of("inspect", "--model", model).expect(ExitCode.DONE).out())
        .contains("network         2-3-3")
        .contains("W1")
        .contains("training");
  }

  @Test
  void rowsThatTheModelDoesNotKnowAreErrors() throws IOException {
    train(output("run")).expect(ExitCode.DONE);
    String model = output("run").toString();
    Path labels = Files.write(output("labels.csv"), List.of("x1,x2,label", "1,2,0", "1,2,seven"));
    assertThat(
            CommandRun.of("evaluate", "--model", model, "--input", labels.toString())
                .expect(ExitCode.BAD_DATA)
                .error())
        .contains("labels.csv, line 3: the label 'seven' is not one of the classes [0, 1, 2]");
    Path columns = Files.write(output("columns.csv"), List.of("x1,z,label", "1,2,0"));
    assertThat(
            CommandRun.of("predict", "--model", model, "--input", columns.toString())
                .with("--output", output("p").toString())
                .expect(ExitCode.BAD_DATA)
                .error())
        .contains("lacks the columns [x2]");
    assertThat(output("p")).doesNotExist();
    Files.write(output("run").resolve("model/weights.safetensors"), new byte[100]);
    assertThat(CommandRun.of("inspect", "--model", model).expect(ExitCode.BAD_DATA).error())
        .contains("SHA-256");
  }

  @Test
  void validationIsReportedBesideTraining() throws IOException {
    train(output("run"), "validation.fraction=0.2").expect(ExitCode.DONE);
    List<Map<String, Object>> history = new RunFiles(output("run")).history();
    assertThat(history).allMatch(line -> line.containsKey("validation_accuracy"));
    Map<String, Object> metrics = new RunFiles(output("run")).json("metrics.json");
    Map<?, ?> validation = (Map<?, ?>) metrics.get("validation");
    int held = (Integer) validation.get("samples");
    assertThat(held).isBetween(200, 400);
    assertThat(metrics).containsEntry("samples", 1500 - held);
    assertThat(validation.get("accuracy")).isEqualTo(history.get(3).get("validation_accuracy"));
  }

  @Test
  void allProblemsOfAConfigurationAreNamedAtOnce() throws IOException {
    Path conf =
        Files.writeString(
            output("bad.conf"),
            """
            recipe = textbook
            input { format = cvs, lable = x }
            network { hidden = [3, 0], activation = step }
            training { epochs = -1, precision = half, partitions = many, method = local-sdg }
            optimizer { name = adma, learning-rate = 0 }
            optimiser { }
            """);
    String error =
        CommandRun.of("train", conf.toString(), "--set", "training.sead=3")
            .with("--output", output("run").toString())
            .expect(ExitCode.USAGE)
            .error();
    assertThat(error)
        .contains("bad.conf has 12 problems")
        .contains("input.format = cvs must be one of clouds, csv, arff, libsvm, json, parquet, orc")
        .contains("input.lable is not a key; did you mean input.label or input.table?")
        .contains("network.hidden = [3, 0] must be whole numbers of at least 1")
        .contains("network.activation = step must be one of sigmoid, tanh, relu, selu, silu, gelu")
        .contains("training.epochs = -1 must be from 0 to")
        .contains("training.precision = half must be one of double, float")
        .contains("training.partitions = many must be a whole number")
        .contains("training.method = local-sdg must be one of full-batch, mini-batch, local-sgd")
        .contains("optimizer.name = adma must be one of gradient-descent, momentum, adam")
        .contains("optimizer.learning-rate = 0.0 must be a positive number")
        .contains("optimiser is not a key; did you mean optimizer?")
        .contains("training.sead is not a key; did you mean training.seed?");
    assertThat(output("run")).doesNotExist();
  }

  @Test
  void fractionsNullsAndCommasAreNotTakenForSomethingElse() {
    String error =
        train(output("run"), "training.record-every=2.5", "network.hidden=[2.7]")
            .with("--set", "training.seed=null", "--set", "optimizer.learning-rate=null")
            .with("--set", "training.partitions=3,training.seed=9")
            .expect(ExitCode.USAGE)
            .error();
    assertThat(error)
        .contains("training.record-every = 2.5 must be a whole number")
        .contains("network.hidden = [2.7] must be a list of whole numbers")
        .contains("training.seed = null must be a whole number")
        .contains("optimizer.learning-rate = null must be a number")
        .contains("training.partitions = 3,training.seed=9 must be a whole number");
    assertThat(
            train(output("run"), "network.hidden=[100000,100000]").expect(ExitCode.USAGE).error())
        .contains("parameters; a weights file holds");
    assertThat(train(output("other"), "input.path=x.csv").expect(ExitCode.USAGE).error())
        .contains("cannot be given for format clouds");
  }

  @Test
  void anIncludedConfigurationLiesBesideTheOneThatIncludesIt() throws IOException {
    Files.writeString(
        output("base.conf"), "recipe = textbook, input.format = clouds, training.epochs = 7");
    Path conf = Files.writeString(output("derived.conf"), "include \"base.conf\"");
    CommandRun.of("train", conf.toString(), "--output", output("run").toString())
        .expect(ExitCode.DONE);
    assertThat(new RunFiles(output("run")).json("metrics.json")).containsEntry("epochs", 7);
    Path broken = Files.writeString(output("broken.conf"), "include \"absent.conf\"");
    assertThat(CommandRun.of("train", broken.toString()).expect(ExitCode.NOT_FOUND).error())
        .contains("absent.conf does not exist");
  }

  @Test
  void labelsAreNotLookedAtToPredict() throws IOException {
    train(output("run")).expect(ExitCode.DONE);
    Path rows = Files.write(output("rows.csv"), List.of("label,x1,x2", ",0,-2", "seven,2,2"));
    CommandRun.of("predict", "--model", output("run").toString(), "--input", rows.toString())
        .with("--output", output("predictions").toString())
        .expect(ExitCode.DONE);
    assertThat(output("predictions").resolve("predictions.csv")).content().hasLineCount(3);
  }

  @Test
  void errorsHaveTheirExitCodes() throws IOException {
    assertThat(CommandRun.of("fly").expect(ExitCode.USAGE).error()).contains("fly");
    assertThat(CommandRun.of("train").expect(ExitCode.USAGE).error()).contains("CONFIG");
    assertThat(CommandRun.of("train", "absent.conf").expect(ExitCode.NOT_FOUND).error())
        .contains("the configuration absent.conf does not exist");
    Path broken = Files.writeString(output("broken.conf"), "input { format = ");
    assertThat(CommandRun.of("train", broken.toString()).expect(ExitCode.USAGE).error())
        .contains("does not parse");
    assertThat(
            train(output("m"), "input.format=csv", "input.path=" + output("absent.csv"))
                .expect(ExitCode.NOT_FOUND)
                .error())
        .contains("absent.csv does not exist");
    assertThat(new RunFiles(output("m")).json("status.json"))
        .containsEntry("state", "failed")
        .containsEntry("exit_code", 66);
    Path bad = Files.write(output("bad.csv"), List.of("x,label", "1,a", "one,b"));
    assertThat(
            train(output("n"), "input.format=csv", "input.path=" + bad)
                .expect(ExitCode.BAD_DATA)
                .error())
        .contains("bad.csv, line 3: column x: 'one' is not a finite number");
    assertThat(output("n").resolve("model")).doesNotExist();
    Files.writeString(output("file"), "");
    assertThat(train(output("file/run")).expect(ExitCode.CANNOT_CREATE_OUTPUT).error())
        .contains("cannot be made");
    assertThat(
            CommandRun.of("inspect", "--model", output("nothing").toString())
                .expect(ExitCode.NOT_FOUND)
                .error())
        .contains("model.json does not exist");
  }

  @Test
  void theStatusIsTrueWhereATaskFails() throws IOException {
    byte[] images =
        ByteBuffer.allocate(16 + 3).putInt(0x0803).putInt(2).putInt(1).putInt(2).array();
    byte[] labels = ByteBuffer.allocate(10).putInt(0x0801).putInt(2).putShort((short) 1).array();
    Path shortened = Files.write(output("images"), images); // 3 of 4 pixels
    Path names = Files.write(output("labels"), labels);
    String error =
        train(output("run"), "input.format=idx", "input.path=" + shortened, "input.labels=" + names)
            .expect(ExitCode.BAD_DATA)
            .error();
    assertThat(error).contains("images is damaged or ends in record 1");
    assertThat(new RunFiles(output("run")).json("status.json"))
        .containsEntry("state", "failed")
        .containsEntry("exit_code", 65);
  }

  @Test
  void anExistingOutputIsRefusedUnlessItIsToBeOverwritten() throws IOException {
    train(output("run")).expect(ExitCode.DONE);
    String before = new RunFiles(output("run")).sha();
    assertThat(train(output("run")).expect(ExitCode.CANNOT_CREATE_OUTPUT).error())
        .contains("--overwrite");
    train(output("run"), "input.format=csv", "input.path=absent.csv")
        .with("--overwrite")
        .expect(ExitCode.NOT_FOUND);
    assertThat(new RunFiles(output("run")).sha()).isEqualTo(before);
    train(output("run"), "training.seed=5").with("--overwrite").expect(ExitCode.DONE);
    assertThat(new RunFiles(output("run")).sha()).isNotEqualTo(before);
  }

  @Test
  void divergenceStopsWithTheLastGoodWeightsKept() throws IOException {
    Path run = output("run");
    String error =
        train(run, "network.activation=relu", "optimizer.learning-rate=1e300")
            .expect(ExitCode.DIVERGED)
            .error();
    assertThat(error)
        .contains("training diverged at epoch")
        .contains("optimizer.learning-rate = 1.0E299,");
    assertThat(new RunFiles(run).json("status.json"))
        .containsEntry("state", "diverged")
        .containsEntry("exit_code", 80);
    assertThat(run.resolve("model")).doesNotExist();
    List<String> kept = new LocalStorage(run).list("checkpoints");
    assertThat(kept).hasSize(1);
    train(
            output("again"),
            "network.activation=relu",
            "training.epochs=1",
            "network.initial-weights="
                + run.resolve("checkpoints").resolve(kept.get(0)).resolve("weights.safetensors"))
        .expect(ExitCode.DONE);
  }

  @Test
  void gradientsAreCheckedOnTheUsersData() {
    String out =
        CommandRun.of("check-gradients", CLOUDS, "--set", "network.hidden=[4,3]")
            .expect(ExitCode.DONE)
            .out();
    assertThat(out).contains("network 2-4-3-3, 188 rows").contains("the gradients are right");
    assertThat(out).containsPattern("W3\\s+\\d").containsPattern("b1\\s+\\d");
  }

  @ParameterizedTest
  @CsvSource({
    "'  known answer: (0.500000000) with value -1.386294361'",
    "'  known answer: (1.570796327) with value 1.000000000'",
    "'  known answer: (1.000000000, 0.000000000) with value 0.000000000'",
    "'the other side of the canyon'",
    "'is a maximum on the line'"
  })
  void descendShowsTheExercisesAndTheirAnswers(String text) {
    assertThat(CommandRun.of("descend").expect(ExitCode.DONE).out())
        .contains(text)
        .contains("the answer is found, to within");
  }

  @Test
  void aSetValueThatIsNoHoconIsALiteralString() throws IOException {
    Path odd = output("a b#c");
    Files.createDirectory(odd);
    Files.write(odd.resolve("x,1.csv"), List.of("x,label", "1,a", "2,b"));
    train(output("run"), "input.format=csv", "input.path=" + odd.resolve("x,1.csv"))
        .expect(ExitCode.DONE);
    assertThat(new RunFiles(output("run")).json("metrics.json")).containsEntry("samples", 2);
  }
}
