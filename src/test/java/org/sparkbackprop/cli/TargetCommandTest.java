package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.error.ExitCode;

/** Commands on each kind of target: what they print, and what they refuse. */
class TargetCommandTest {

  @TempDir private Path directory;

  private Path configuration;

  @BeforeEach
  void writeConfiguration() throws IOException {
    configuration =
        Files.writeString(
            directory.resolve("faults.conf"),
            """
            recipe = textbook
            input { format = csv, label = y }
            network.hidden = [2]
            training { epochs = 1, partitions = 1 }
            """);
  }

  /** Rows are separated by slashes. */
  private Path rows(String name, String rows) throws IOException {
    return Files.write(directory.resolve(name), List.of(rows.split("/")));
  }

  private CommandRun command(String name, Path rows, String settings) {
    CommandRun run =
        CommandRun.of(name, configuration.toString()).with("--set", "input.path=" + rows);
    split(settings).forEach(setting -> run.with("--set", setting));
    return run;
  }

  private static List<String> split(String settings) {
    return settings.isEmpty() ? List.of() : List.of(settings.split(" && "));
  }

  private CommandRun train(String name, Path rows, String settings) {
    return command("train", rows, settings).with("--output", directory.resolve(name).toString());
  }

  /** These settings are refused before any row is read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "target.columns=[y,z]|target.columns = [y, z] has several columns, but a row has one class",
        "target.kind=number && target.columns=[\"\"]|none of them empty",
        "target.kind=number && target.columns=[y,y]|target.columns = [y, y] must be different names",
        "target.kind=number && input.ignore=[y]|names column y for two of label, weight, ignore",
        "target.kind=number && input.weight=y|names column y for two of label, weight",
        "target.kind=number && target.columns=[y,z] && input.weight=z"
            + "|names column z for two of target.columns, weight",
        "target.kind=number && target.loss=pinball && target.quantiles=[0.5,0.1]"
            + "|target.quantiles = [0.5, 0.1] must ascend between 0 and 1",
        "target.kind=number && target.loss=pinball && target.quantiles=[0,0.1]|must ascend",
        "target.kind=number && target.loss=pinball && target.quantiles=[0.1,1]|must ascend",
        "target.kind=number && target.loss=pinball && target.quantiles=[0.1,0.1]|must ascend",
        "target.kind=number && target.loss=pinball && target.quantiles=[]"
            + "|target.quantiles = [] must ascend",
        "target.kind=number && target.loss=pinball && target.quantiles=0.5|must be a list of numbers",
        "target.kind=number && target.loss=huber && target.huber-delta=0"
            + "|target.huber-delta = 0.0 must be a positive number",
        "target.kind=number && target.loss=huber && target.huber-delta=-1|= -1.0 must be a positive",
        "target.kind=number && target.loss=huber && target.huber-delta=NaN|= NaN must be a positive",
        "target.kind=number && target.positive-class=x|are for two classes, not for target.kind",
        "target.kind=number && target.threshold=0.5|are for two classes, not for target.kind",
        "target.kind=labels && target.positive-class=x|are for two classes, not for target.kind",
        "target.kind=number && input.classes=[a,b]|input.classes has no effect",
        "target.kind=labels && target.columns=[y,z] && input.classes=[a,b]|input.classes has no",
        "target.kind=number && target.loss=softmax-cross-entropy|not for number, whose losses are squared",
        "target.kind=labels && target.loss=huber|not for labels, whose losses are sigmoid-cross-entropy",
        "target.loss=huber|is for target.kind = number, not for class, whose losses are softmax",
        "target.loss=sigmoid-cross-entropy && input.classes=[a,b,c]|input.classes names 3",
        "target.kind=amount|target.kind = amount must be one of class, number, labels",
        "target.kind=number && training.class-weights=balanced|input.weight gives rows a weight",
      })
  void settingsThatDoNotFitAreRefused(String settings, String message) throws IOException {
    Path rows = rows("rows.csv", "x,y,z/1,2,3/2,3,4");
    assertThat(train("run", rows, settings).expect(ExitCode.USAGE).error()).contains(message);
  }

  @Test
  void cloudsAreClasses() {
    CommandRun run = CommandRun.of("plan", "conf/clouds.conf").with("--set", "target.kind=number");
    assertThat(run.expect(ExitCode.USAGE).error())
        .contains("target.kind = number cannot be predicted for format clouds");
  }

  private CommandRun evaluate(String model, Path rows, String... more) {
    return scored("evaluate", model, rows).with(more);
  }

  private CommandRun scored(String command, String model, Path rows) {
    return CommandRun.of(command, "--model", directory.resolve(model).toString())
        .with("--input", rows.toString());
  }

  private String predicted(String model, Path rows) throws IOException {
    Path to = directory.resolve("of-" + rows.getFileName());
    scored("predict", model, rows).with("--output", to.toString()).expect(ExitCode.DONE);
    return Files.readString(to.resolve("predictions.csv"));
  }

  @Test
  void numbersToEvaluateAreThoseOfTheModelAndPredictionNeedsNone() throws IOException {
    Path rows = rows("rows.csv", "a,b,y,z/1,2,3,4/2,1,5,6/3,1,4,4/1,4,3,3");
    train("run", rows, "target.kind=number && target.columns=[y,z]").expect(ExitCode.DONE);
    evaluate("run", rows("moved.csv", "z,b,a,y/4,2,1,3/6,1,2,5")).expect(ExitCode.DONE);
    Path without = rows("without.csv", "a,b/1,2/2,1/3,1/1,4");
    assertThat(evaluate("run", without).expect(ExitCode.BAD_DATA).error())
        .contains("without.csv has no target column 'y'; its columns are [a, b]", "target.columns");
    assertThat(
            evaluate("run", rows, "--set", "target.columns=[z,y]")
                .expect(ExitCode.BAD_DATA)
                .error())
        .contains("the rows have the targets [z, y], but the model predicts the numbers [y, z]");
    Path sparse = rows("rows.svm", "3 1:1 2:2/5 1:2 2:1");
    assertThat(evaluate("run", sparse).expect(ExitCode.BAD_DATA).error())
        .contains("the model predicts the numbers [y, z]");
    assertThat(predicted("run", rows)).isEqualTo(predicted("run", without));
    assertThat(predicted("run", sparse).lines()).hasSize(3).first().asString().contains("_z");
  }

  @Test
  void countsToEvaluateAreNotNegative() throws IOException {
    Path rows = rows("rows.csv", "x,y/1,2/2,1/3,4");
    train("run", rows, "target.kind=number && target.loss=poisson").expect(ExitCode.DONE);
    Path other =
        Files.writeString(
            directory.resolve("other.conf"),
            "input { format = csv, label = y, path = \""
                + rows("negative.csv", "x,y/1,-2")
                + "\" }");
    assertThat(evaluate("run", other).expect(ExitCode.BAD_DATA).error())
        .contains("negative.csv, line 2: the target y is -2, less than 0");
  }

  @Test
  void heldOutFilesAndRowsToEvaluateHaveNoOtherLabels() throws IOException {
    Path rows = rows("rows.csv", "x,y/1,a;b/2,a/3,b/4,");
    Path others = rows("others.csv", "x,y/1,a;b/2,c");
    String labels = "target.kind=labels && target.separator=;";
    train("run", rows, labels).expect(ExitCode.DONE);
    String message = "others.csv, line 3: the label 'c' is not one of the labels [a, b]";
    assertThat(evaluate("run", others).expect(ExitCode.BAD_DATA).error()).contains(message);
    for (String part : List.of("validation", "test")) {
      String path = " && " + part + ".path=" + others;
      assertThat(train(part, rows, labels + path).expect(ExitCode.BAD_DATA).error())
          .contains(message);
    }
    Path sparse = rows("rows.svm", "a;b 1:1/1:2/b 1:3"); // the second row has no label
    assertThat(evaluate("run", sparse).expect(ExitCode.DONE).out()).contains("3 samples");
  }
}
