package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.storage.LocalStorage;

class WeightsCommandTest {

  @TempDir private Path directory;

  private Path output(String name) {
    return directory.resolve(name);
  }

  private CommandRun train(String name, Path rows, String... settings) throws IOException {
    Path conf =
        Files.writeString(
            output(name + ".conf"),
            """
            recipe = textbook
            input.format = csv
            network { hidden = [4], activation = tanh }
            training { epochs = 200, record-every = 20 }
            optimizer.learning-rate = 0.2
            """);
    CommandRun run = CommandRun.of("train", conf.toString(), "--output", output(name).toString());
    run.with("--set", "input.path=" + rows);
    for (String setting : settings) {
      run.with("--set", setting);
    }
    return run;
  }

  /** Two clouds of three common rows to one rare one, with the weights 0, 2, 4 in turn. */
  private static List<String[]> rows(int number) {
    CounterRandom random = new CounterRandom(21, 5);
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      double center = i % 4 == 0 ? 1 : 0;
      String x = Double.toString(center + random.normal(2L * i));
      String y = Double.toString(center + random.normal(2L * i + 1));
      rows.add(new String[] {x, y, i % 4 == 0 ? "rare" : "common", Integer.toString(i % 3 * 2)});
    }
    return rows;
  }

  private Path weighted(List<String[]> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,y,label,often"));
    rows.forEach(row -> lines.add(String.join(",", row)));
    return Files.write(output("weighted.csv"), lines);
  }

  /** Each row as often as its weight says. */
  private Path repeated(List<String[]> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,y,label"));
    for (String[] row : rows) {
      for (int i = 0; i < Integer.parseInt(row[3]); i++) {
        lines.add(row[0] + "," + row[1] + "," + row[2]);
      }
    }
    return Files.write(output("repeated.csv"), lines);
  }

  private Path plain(List<String[]> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,y,label"));
    rows.forEach(row -> lines.add(row[0] + "," + row[1] + "," + row[2]));
    return Files.write(output("plain.csv"), lines);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean", "sum"})
  void weightedRowsTrainAsRepeatedRowsDo(String gradient) throws IOException {
    List<String[]> rows = rows(300);
    String rate = "optimizer.learning-rate=" + (gradient.equals("mean") ? "0.2" : "1e-3");
    String scale = "optimizer.gradient=" + gradient;
    String out =
        train("weighted", weighted(rows), "input.weight=often", rate, scale)
            .expect(ExitCode.DONE)
            .out();
    assertThat(out)
        .contains("samples     300, 2 features")
        .contains("weights of the samples add up to 600.000");
    train("repeated", repeated(rows), rate, scale).expect(ExitCode.DONE);
    List<Map<String, Object>> weighted = new RunFiles(output("weighted")).history();
    List<Map<String, Object>> repeated = new RunFiles(output("repeated")).history();
    assertThat(weighted).hasSameSizeAs(repeated).hasSizeGreaterThan(10);
    for (int i = 0; i < weighted.size(); i++) {
      for (String figure : List.of("cost", "mean_cost")) {
        assertThat((Double) weighted.get(i).get(figure))
            .isCloseTo((Double) repeated.get(i).get(figure), within(1e-9));
      }
    }
    assertThat(parameters("weighted")).containsExactly(parameters("repeated"), within(1e-9));
    Map<String, Object> metrics = new RunFiles(output("weighted")).json("metrics.json");
    assertThat(metrics).containsEntry("samples", 300);
  }

  private double[] parameters(String run) {
    return ModelDirectory.read(new LocalStorage(output(run).resolve("model"))).parameters();
  }

  @Test
  void balancedClassesRaiseTheRecallOfTheRareOne() throws IOException {
    List<String[]> rows = rows(400);
    train("plain", plain(rows)).expect(ExitCode.DONE);
    train("balanced", plain(rows), "training.class-weights=balanced").expect(ExitCode.DONE);
    train("named", plain(rows), "training.class-weights={rare=3}").expect(ExitCode.DONE);
    assertThat(recallOfRare("balanced")).isGreaterThan(recallOfRare("plain") + 0.1);
    // balanced is 400 / (2 · 300) to 400 / (2 · 100), 1 to 3: the same but for a factor
    assertThat(parameters("named")).containsExactly(parameters("balanced"), within(1e-9));
    assertThat(new RunFiles(output("named")).json("model/model.json").get("configuration"))
        .extracting("training")
        .extracting("class-weights")
        .isEqualTo(Map.of("rare", 3));
  }

  private double recallOfRare(String run) throws IOException {
    Map<String, Object> metrics = new RunFiles(output(run)).json("metrics.json");
    Map<?, ?> rare = (Map<?, ?>) ((List<?>) metrics.get("per_class")).get(1);
    assertThat(rare.get("class")).isEqualTo("rare");
    return (Double) rare.get("recall");
  }

  @Test
  void weightsThatAreAll1GiveTheBitsOfNone() throws IOException {
    List<String[]> rows = rows(100);
    rows.forEach(row -> row[3] = "1");
    train("weighted", weighted(rows), "input.weight=-1").expect(ExitCode.DONE);
    train("plain", plain(rows), "training.class-weights={common=1.0}").expect(ExitCode.DONE);
    assertThat(new RunFiles(output("weighted")).sha())
        .isEqualTo(new RunFiles(output("plain")).sha());
  }

  @Test
  void evaluateWeighsTheCostAndPredictLooksAtNoWeights() throws IOException {
    List<String[]> rows = rows(90);
    train("run", weighted(rows), "input.weight=often", "validation.fraction=0.2")
        .expect(ExitCode.DONE);
    evaluate("weighted", weighted(rows)).expect(ExitCode.DONE);
    evaluate("repeated", repeated(rows), "input.weight=null").expect(ExitCode.DONE);
    double cost = (Double) new RunFiles(output("weighted")).json("metrics.json").get("mean_cost");
    assertThat((Double) new RunFiles(output("repeated")).json("metrics.json").get("mean_cost"))
        .isCloseTo(cost, within(1e-12));
    assertThat(evaluate("none", plain(rows)).expect(ExitCode.BAD_DATA).error())
        .contains("has no weight column 'often'")
        .contains("input.weight, which is null where rows have no weights");
    rows.forEach(row -> row[3] = "0");
    assertThat(evaluate("zero", weighted(rows)).expect(ExitCode.BAD_DATA).error())
        .contains("the weights of all rows add up to 0.0")
        .contains("input.weight = null");
    rows.forEach(row -> row[3] = "heavy");
    for (Path input : List.of(weighted(rows), plain(rows))) {
      CommandRun.of("predict", "--model", output("run").toString(), "--input", input.toString())
          .with("--output", output("predicted-" + input.getFileName()).toString())
          .expect(ExitCode.DONE);
    }
    assertThat(output("predicted-plain.csv/predictions.csv"))
        .hasSameTextualContentAs(output("predicted-weighted.csv/predictions.csv"));
  }

  private CommandRun evaluate(String name, Path rows, String... settings) {
    CommandRun run =
        CommandRun.of("evaluate", "--model", output("run").toString(), "--input", rows.toString())
            .with("--output", output(name).toString());
    for (String setting : settings) {
      run.with("--set", setting);
    }
    return run;
  }

  @Test
  void badWeightsAreNamed() throws IOException {
    List<String[]> rows = rows(20);
    rows.get(7)[3] = "-2";
    assertThat(train("a", weighted(rows), "input.weight=often").expect(ExitCode.BAD_DATA).error())
        .contains("weighted.csv, line 9: column often: the weight '-2' is less than 0");
    rows.forEach(row -> row[3] = "0");
    assertThat(train("b", weighted(rows), "input.weight=often").expect(ExitCode.BAD_DATA).error())
        .contains("the weights of the 20 rows for training add up to 0.0");
    assertThat(
            train("c", plain(rows), "training.class-weights={scarce=2}")
                .expect(ExitCode.BAD_DATA)
                .error())
        .contains("training.class-weights names [scarce]; the classes are [common, rare]");
  }

  @Test
  void problemsOfTheConfigurationAreNamedAtOnce() throws IOException {
    assertThat(
            train("a", output("absent"), "training.class-weights={a=0,b=-1,c=2}")
                .with("--set", "input.format=clouds", "--set", "input.weight=w")
                .expect(ExitCode.USAGE)
                .error())
        .contains("input.weight is for tables, not for format clouds")
        .contains("training.class-weights of a = 0.0 must be a positive number")
        .contains("training.class-weights of b = -1.0 must be a positive number");
    assertThat(
            train("b", output("absent"), "training.class-weights={a=many}")
                .expect(ExitCode.USAGE)
                .error())
        .contains("training.class-weights = {a=many} must be numbers by names");
    for (String word : List.of("even", "null", "[1, 2]")) {
      assertThat(
              train("c", output("absent"), "training.class-weights=" + word)
                  .expect(ExitCode.USAGE)
                  .error())
          .contains("training.class-weights must be none, balanced, or as in { setosa = 1");
    }
  }
}
