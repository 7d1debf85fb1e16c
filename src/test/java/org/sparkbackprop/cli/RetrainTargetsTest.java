package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;

/** Nights of models that predict numbers, labels, and classes by a threshold. */
class RetrainTargetsTest {

  private static final int ROWS = 240;
  private static final String TRAINING =
      """
      recipe = textbook
      validation { fraction = 0.3, stratify = false }
      network { hidden = [4], activation = tanh }
      preparation { standardisation = z-score }
      training { epochs = 60, record-every = 20, partitions = 2 }
      optimizer { name = adam, learning-rate = 0.05, gradient = mean }
      """;

  @TempDir private Path directory;

  private CommandRun retrain(String id, String... more) {
    return CommandRun.of("retrain", directory.resolve("m.conf").toString(), "--run-id", id)
        .with(more);
  }

  private void configure(String input, String more) throws IOException {
    Files.writeString(
        directory.resolve("m.conf"),
        TRAINING
            + "input { format = csv, path = \"%1$s/\"${run.id}\".csv\" %2$s }%nretrain { root = \"%1$s/models\", name = m }%n%3$s%n"
                .formatted(directory, input, more));
  }

  private Map<String, Object> gate(String id) {
    String name = "runs/" + id + "/status.json";
    Object gate = Json.parse(home().read(name, 1 << 20), name).get("gate");
    @SuppressWarnings("unchecked") // as status.json has it
    Map<String, Object> fields = (Map<String, Object>) gate;
    return fields;
  }

  private LocalStorage home() {
    return new LocalStorage(directory.resolve("models/m"));
  }

  private Model model(String version) {
    return new Versions(home()).model(version);
  }

  private static double number(Map<String, Object> fields, String... path) {
    Object value = fields;
    for (String key : path) {
      value = ((Map<?, ?>) value).get(key);
    }
    return ((Number) value).doubleValue();
  }

  private static Object lowOfDifference(Map<String, Object> gate, String measure) {
    Map<?, ?> measures = (Map<?, ?>) gate.get("measures");
    Map<?, ?> difference = (Map<?, ?>) ((Map<?, ?>) measures.get(measure)).get("difference");
    return difference.get("low");
  }

  /** Prices of houses with so many rooms and such an age, times a factor. */
  private void writePrices(String id, int seed, double factor) throws IOException {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder("rooms,age,price\n");
    for (int i = 0; i < ROWS; i++) {
      int rooms = 1 + random.nextInt(6);
      double age = 50 * random.nextDouble();
      double price = factor * (40 + 30 * rooms - 0.8 * age + 5 * random.nextGaussian());
      rows.append(String.format(Locale.ROOT, "%d,%.2f,%.3f%n", rooms, age, price));
    }
    Files.writeString(directory.resolve(id + ".csv"), rows);
  }

  @Test
  void numbersAreRetrainedAndComparedInTheirUnits() throws IOException {
    configure(", label = price", "target { kind = number }");
    writePrices("n1", 1, 1);
    writePrices("n2", 2, 1.1);
    assertThat(retrain("n1").expect(ExitCode.DONE).out())
        .containsPattern("\\d+ rows: r2 0\\.9\\d+")
        .contains("version n1-g1 is in service");
    // without an epoch, a model for prices standardised otherwise predicts the same prices
    String second = retrain("n2", "--set", "training.epochs=0").expect(ExitCode.DONE).out();
    assertThat(second).contains("training begins warm").contains("version n1-g1 0.9");
    double[] house = {3, 20};
    assertThat(model("n2-g2").predictions(house)[0])
        .isCloseTo(model("n1-g1").predictions(house)[0], within(1e-9));
    assertThat(model("n2-g2").preparation().target().scale()[0])
        .isNotEqualTo(model("n1-g1").preparation().target().scale()[0]);
    Map<String, Object> gate = gate("n2");
    assertThat(gate).containsEntry("metric", "r2").containsEntry("champion", "n1-g1");
    assertThat(number(gate, "measures", "rmse", "difference", "value")).isCloseTo(0, within(1e-9));
    // they differ by rounding, which has no interval
    assertThat(lowOfDifference(gate, "rmse")).isNull();
    assertThat(number(gate, "measures", "rmse", "challenger")).isGreaterThan(5).isLessThan(40);
    assertThat(gate).doesNotContainKeys("per_class", "challenger_accuracy");
    String versions =
        CommandRun.of("versions", home().path().toString()).expect(ExitCode.DONE).out();
    assertThat(versions).contains("metric", "value", "r2").doesNotContain("accuracy");
    String compared =
        CommandRun.of("compare", home().path().toString(), "n1-g1", "n2-g2", "--input")
            .with(directory.resolve("n2.csv").toString())
            .expect(ExitCode.DONE)
            .out();
    assertThat(compared).contains("median-error", "rmse", "r2", "95 % from", ROWS + " rows: r2");
    assertThat(
            CommandRun.of("compare", home().path().toString(), "n1-g1", "n2-g2")
                .expect(ExitCode.DONE)
                .out())
        .contains("mae", "each over its own hold-out rows");
    assertThat(Files.readString(home().path().resolve("metrics.prom")))
        .contains("spark_backprop_retrain_metric{model=\"m\",metric=\"r2\"} 0.")
        .contains("spark_backprop_retrain_champion_metric{model=\"m\",metric=\"r2\"} 0.");
  }

  @Test
  void aWorseModelOfNumbersIsRejectedByTheMetricThatWasAskedFor() throws IOException {
    configure(", label = price", "target { kind = number }");
    writePrices("n1", 1, 1);
    writePrices("n2", 2, 1);
    retrain("n1").expect(ExitCode.DONE);
    String[] worse = {
      "--set", "optimizer.learning-rate=0.00001", "--set", "network.hidden=[3]", "--fail-on-reject"
    };
    assertThat(
            retrain("n2", worse)
                .with("--set", "retrain.gate.metric=rmse", "--set", "retrain.gate.tolerance=2")
                .expect(ExitCode.REJECTED)
                .out())
        .contains("training begins cold", "layers are")
        .containsPattern(
            "rmse is worse than that of version n1-g1 by \\d+\\.\\d+ \\(95 % between \\+");
    assertThat(
            retrain("n2", "--retry", "--fail-on-reject", "--set", "retrain.gate.limit=0.9999")
                .expect(ExitCode.REJECTED)
                .out())
        .contains("is worse than the limit of 0.9999");
    assertThat(retrain("n3", "--set", "retrain.gate.metric=rmse").expect(ExitCode.USAGE).error())
        .contains("retrain.gate.tolerance must be given with retrain.gate.metric = rmse");
    assertThat(retrain("n3", "--set", "retrain.gate.metric=f1").expect(ExitCode.USAGE).error())
        .contains("retrain.gate.metric = f1 cannot compare models with target.loss = squared-error")
        .contains("r2");
    assertThat(
            retrain("n3", "--set", "retrain.gate.recall-floor=0.5").expect(ExitCode.USAGE).error())
        .contains("use retrain.gate.limit");
  }

  @Test
  void aTargetThatMovedIsNoticed() throws IOException {
    configure(", label = price", "target { kind = number }");
    writePrices("n1", 1, 1);
    writePrices("n2", 2, 3);
    retrain("n1").expect(ExitCode.DONE);
    assertThat(retrain("n2").expect(ExitCode.BAD_DATA).error())
        .containsPattern("target price: PSI \\d\\S* is above 1 \\(most moved: values above \\d+");
    assertThat(
            retrain("n2", "--retry", "--set", "retrain.drift.classes.stop=null")
                .expect(ExitCode.DONE)
                .out())
        .contains("target price: PSI");
    String status = "runs/n2/status.json";
    Object drift = Json.parse(home().read(status, 1 << 20), status).get("drift");
    assertThat(((Map<?, ?>) drift).get("psi_by_target").toString()).startsWith("{price=");
  }

  /** The same rows with the negative price in another column. */
  private void addLoss(String id) throws IOException {
    Path file = directory.resolve(id + ".csv");
    String rows = Files.readString(file).replaceAll("(?m),([0-9.]+)$", ",$1,-$1");
    Files.writeString(file, rows.replace("age,price", "age,price,loss"));
  }

  @Test
  void numbersMayChangeTheirOrderAndOtherNumbersNeedAnotherName() throws IOException {
    configure("", "target { kind = number, columns = [loss, price] }");
    for (String id : List.of("n1", "n2")) {
      writePrices(id, id.equals("n1") ? 1 : 2, 1);
      addLoss(id);
    }
    retrain("n1").expect(ExitCode.DONE);
    assertThat(retrain("n2", "--set", "target.columns=[price,loss]").expect(ExitCode.DONE).out())
        .contains("the order of the number names differs")
        .contains("version n1-g1 0.9");
    assertThat(
            retrain("n3", "--set", "target.columns=[price]")
                .with("--set", "input.path=" + path("n2"))
                .expect(ExitCode.USAGE)
                .error())
        .contains("version n2-g2, which is in service, predicts [price, loss]")
        .contains("target.columns or input.label are [price]", "another retrain.name");
  }

  private String path(String id) {
    return "\"" + directory.resolve(id + ".csv") + "\"";
  }

  @Test
  void aModelOfAnotherKindNeedsAnotherName() throws IOException {
    configure(", label = price", "target { kind = number }");
    writePrices("n1", 1, 1);
    retrain("n1").expect(ExitCode.DONE);
    configure(", label = rooms", "");
    assertThat(retrain("n2").expect(ExitCode.USAGE).error())
        .contains("version n1-g1, which is in service, predicts numbers")
        .contains("another retrain.name");
  }

  /** Films with genres in one column; so many of the genres are known. */
  private void writeFilms(String id, int seed, List<String> genres) throws IOException {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder("a,b,c,genres\n");
    for (int i = 0; i < ROWS; i++) {
      double[] x = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      StringBuilder names = new StringBuilder();
      for (int k = 0; k < genres.size(); k++) {
        if (x[k] + 0.3 * random.nextGaussian() > 0) {
          names.append(names.isEmpty() ? "" : "|").append(genres.get(k));
        }
      }
      rows.append(String.format(Locale.ROOT, "%.4f,%.4f,%.4f,%s%n", x[0], x[1], x[2], names));
    }
    Files.writeString(directory.resolve(id + ".csv"), rows);
  }

  @Test
  void labelsAreComparedWhereSomeAreNew() throws IOException {
    configure(", label = genres", "target { kind = labels, separator = \"|\" }");
    writeFilms("n1", 1, List.of("war", "love"));
    writeFilms("n2", 2, List.of("war", "love"));
    writeFilms("n3", 3, List.of("war", "love", "space"));
    retrain("n1").expect(ExitCode.DONE);
    String second = retrain("n2").expect(ExitCode.DONE).out();
    assertThat(second)
        .contains("training begins warm")
        .containsPattern("rows: f1 0\\.[89]\\d+; version n1-g1 0\\.[89]");
    String third = retrain("n3").expect(ExitCode.DONE).out();
    assertThat(third).contains("training begins cold", "label space is new", "targets: new: space");
    Map<String, Object> gate = gate("n3");
    // the earlier model never predicts the new label: a third of all labels is missed
    assertThat(number(gate, "measures", "recall", "champion")).isBetween(0.5, 0.7);
    assertThat(number(gate, "measures", "recall", "challenger")).isGreaterThan(0.75);
    assertThat(number(gate, "measures", "f1", "difference", "low")).isPositive();
    assertThat(
            CommandRun.of("compare", home().path().toString(), "n2-g2", "n3-g3", "--input")
                .with(directory.resolve("n3.csv").toString())
                .expect(ExitCode.DONE)
                .out())
        .containsPattern("space +\\d+ +0\\.0000 +0\\.[89]")
        .contains("hamming-loss");
    assertThat(
            retrain("n4", "--set", "input.path=\"" + directory.resolve("n3.csv") + "\"")
                .with("--set", "retrain.gate.recall-floor=0.999", "--fail-on-reject")
                .expect(ExitCode.REJECTED)
                .out())
        .containsPattern(
            "recall 0\\.\\d+ of label \\w+ \\(\\d+ rows\\) is below the floor of 0.999");
  }

  /** A third of the customers leave, those with many calls more often. */
  private void writeCustomers(String id, int seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder("calls,months,leaves\n");
    for (int i = 0; i < ROWS; i++) {
      double calls = random.nextGaussian();
      double months = random.nextGaussian();
      boolean leaves = calls - months + 1.5 * random.nextGaussian() > 0.9;
      rows.append(
          String.format(Locale.ROOT, "%.4f,%.4f,%s%n", calls, months, leaves ? "yes" : "no"));
    }
    Files.writeString(directory.resolve(id + ".csv"), rows);
  }

  @Test
  void classesAreComparedByTheirThresholdsAndAnyMetric() throws IOException {
    configure(
        ", label = leaves",
        "target { positive-class = \"yes\", threshold = 0.2 }\nretrain.gate.metric = recall");
    writeCustomers("n1", 1);
    writeCustomers("n2", 2);
    retrain("n1").expect(ExitCode.DONE);
    String second =
        retrain("n2", "--set", "target.threshold=0.8", "--fail-on-reject")
            .expect(ExitCode.REJECTED)
            .out();
    assertThat(second).contains("recall is worse than that of version n1-g1 by 0.");
    Map<String, Object> gate = gate("n2");
    // as many true positives as their own thresholds find, in both countings
    for (String model : List.of("champion", "challenger")) {
      double recall = number(gate, "measures", "recall", model);
      Map<?, ?> yes = (Map<?, ?>) ((List<?>) gate.get("per_class")).get(1);
      assertThat(yes.get("class")).isEqualTo("yes");
      assertThat(((Number) yes.get(model + "_recall")).doubleValue()).isEqualTo(recall);
      assertThat(number(gate, "measures", "accuracy", model))
          .isEqualTo(number(gate, model + "_accuracy"));
    }
    assertThat(number(gate, "measures", "recall", "champion")).isGreaterThan(0.8);
    assertThat(number(gate, "measures", "recall", "challenger")).isLessThan(0.6);
    assertThat(number(gate, "measures", "roc_auc", "difference", "low"))
        .isLessThan(number(gate, "measures", "roc_auc", "difference", "high"));
  }

  @Test
  void aChampionThatChoosesAClassWhichIsGoneIsWrong() throws IOException {
    configure(
        ", label = leaves", "retrain.drift.classes.stop = null\nretrain.gate.metric = recall");
    writeCustomers("n1", 1);
    Path rows = directory.resolve("n1.csv");
    Files.writeString(
        rows, Files.readString(rows).replaceAll("(\\n[1-9][^\\n]*),\\w+", "$1,perhaps"));
    writeCustomers("n2", 2);
    retrain("n1").expect(ExitCode.DONE);
    assertThat(retrain("n2").expect(ExitCode.DONE).out()).contains("class perhaps is gone");
    Map<String, Object> gate = gate("n2");
    Map<?, ?> yes = (Map<?, ?>) ((List<?>) gate.get("per_class")).get(1);
    double recall = ((Number) yes.get("champion_recall")).doubleValue();
    assertThat(recall).isLessThan(0.6);
    assertThat(number(gate, "measures", "recall", "champion")).isEqualTo(recall);
    assertThat(number(gate, "champion_metric")).isEqualTo(recall);
    assertThat(number(gate, "measures", "accuracy", "champion"))
        .isEqualTo(number(gate, "champion_accuracy"));
    assertThat(lowOfDifference(gate, "recall")).isNull();
    // of probabilities, those of the classes in common are compared, with intervals
    assertThat(number(gate, "measures", "roc_auc", "difference", "low")).isFinite();
  }
}
