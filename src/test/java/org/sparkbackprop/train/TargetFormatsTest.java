package org.sparkbackprop.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.SqlTables;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.Sample;
import org.sparkbackprop.data.source.Samples;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.metrics.LabelsMetrics;
import org.sparkbackprop.metrics.NumberMetrics;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.score.Evaluation;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TrainingSettings;

/** The same targets, as different formats hold them, give the same model to the bit. */
class TargetFormatsTest {

  /** A row; its labels are those of the two flags. */
  private record Example(double x1, double x2, double price, double days, int blue, int red) {

    String tags(String separator) {
      return String.join(separator, tags());
    }

    /** Red first, as the order of names in a row means nothing. */
    List<String> tags() {
      List<String> tags = new ArrayList<>();
      if (red == 1) {
        tags.add("red");
      }
      if (blue == 1) {
        tags.add("blue");
      }
      return tags;
    }
  }

  private static final List<Example> EXAMPLES = examples();

  @TempDir private static Path directory;

  private static JavaSparkContext spark;

  private static List<Example> examples() {
    Random random = new Random(11);
    return Stream.generate(
            () -> {
              double x1 = random.nextGaussian();
              double x2 = random.nextDouble() + 0.1;
              double price = 200 + 30 * x1 + random.nextGaussian();
              return new Example(x1, x2, price, x2 - x1, x1 > 0 ? 1 : 0, x2 > 0.6 ? 1 : 0);
            })
        .limit(40)
        .toList();
  }

  @BeforeAll
  static void writeAll() throws IOException, SQLException {
    spark = LocalSpark.start("local[2]");
    write(
        "rows.csv",
        "x1,x2,price,days,blue,red,tags",
        row ->
            "%s,%s,%s,%s,%s,%s,%s"
                .formatted(row.x1, row.x2, row.price, row.days, row.blue, row.red, row.tags("|")));
    write("rows.json", "", TargetFormatsTest::json);
    write("price.svm", "", row -> "%s 1:%s 2:%s".formatted(row.price, row.x1, row.x2));
    write("tags.svm", "", row -> "%s 1:%s 2:%s".formatted(row.tags(","), row.x1, row.x2));
    Dataset<Row> table =
        SqlTables.of(
            "x1 double, x2 double, price double, days double, blue boolean, red int,"
                + " tags string, list array<string>, numbers array<double>",
            EXAMPLES.stream()
                .map(
                    row ->
                        SqlTables.row(
                            row.x1,
                            row.x2,
                            row.price,
                            row.days,
                            row.blue == 1,
                            row.red,
                            row.tags("|"),
                            row.tags(),
                            List.of(row.price, row.days)))
                .toArray(Row[]::new));
    SqlTables.write(table, "parquet", directory.resolve("rows.parquet"));
    SqlTables.write(table, "orc", directory.resolve("rows.orc"));
    fillDatabase();
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private static void write(String name, String header, Function<Example, String> line)
      throws IOException {
    String lines = EXAMPLES.stream().map(line).collect(Collectors.joining("\n"));
    Files.writeString(directory.resolve(name), header + (header.isEmpty() ? "" : "\n") + lines);
  }

  private static String json(Example row) {
    String list = row.tags().stream().map("\"%s\""::formatted).collect(Collectors.joining(","));
    return "{\"x1\":%s,\"x2\":%s,\"price\":%s,\"days\":%s,\"blue\":%s,\"red\":%s"
            .formatted(row.x1, row.x2, row.price, row.days, row.blue == 1, row.red)
        + ",\"tags\":\"%s\",\"list\":[%s],\"numbers\":[%s,%s]}"
            .formatted(row.tags("|"), list, row.price, row.days);
  }

  private static void fillDatabase() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table examples (id integer primary key, x1 real, x2 real, price real, days real,"
              + " blue integer, red integer, tags text)");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into examples values (?, ?, ?, ?, ?, ?, ?, ?)")) {
        for (Example row : EXAMPLES) {
          insert.setInt(1, EXAMPLES.indexOf(row));
          insert.setDouble(2, row.x1);
          insert.setDouble(3, row.x2);
          insert.setDouble(4, row.price);
          insert.setDouble(5, row.days);
          insert.setInt(6, row.blue);
          insert.setInt(7, row.red);
          insert.setString(8, row.tags("|"));
          insert.executeUpdate();
        }
      }
    }
  }

  private static String url() {
    return "jdbc:sqlite:" + directory.resolve("rows.sqlite");
  }

  private static String path(String name) {
    return directory.resolve(name).toString();
  }

  private static InputSettings.Builder csv() {
    return InputSettings.csv(path("rows.csv")).features("x1", "x2");
  }

  private static InputSettings.Builder json() {
    return InputSettings.json(path("rows.json")).features("x1", "x2");
  }

  private static InputSettings.Builder parquet() {
    return InputSettings.parquet(path("rows.parquet")).features("x1", "x2");
  }

  private static InputSettings.Builder orc() {
    return InputSettings.orc(path("rows.orc")).features("x1", "x2");
  }

  private static InputSettings.Builder database() {
    return InputSettings.jdbc(url()).fromTable("examples").key("id").features("x1", "x2");
  }

  private static List<InputSettings.Builder> tables() {
    return List.of(csv(), json(), parquet(), orc(), database());
  }

  private static TrainingSettings.Builder training() {
    return TrainingSettings.builder()
        .recipe("textbook")
        .hidden(3)
        .activation("tanh")
        .epochs(3)
        .partitions(1);
  }

  private static Model model(TrainingSettings.Builder settings) {
    return Training.of(settings.build()).run(spark).model();
  }

  private static Model model(TrainingSettings.Builder settings, Input rows) {
    return Training.of(settings.build()).data(rows).run(spark).model();
  }

  private static String sha(Model model) {
    return WeightsFile.sha256(WeightsFile.write(model.network(), model.parameters()));
  }

  private static double[][] features() {
    return EXAMPLES.stream().map(row -> new double[] {row.x1, row.x2}).toArray(double[][]::new);
  }

  private static double[][] numbers() {
    return EXAMPLES.stream()
        .map(row -> new double[] {row.price, row.days})
        .toArray(double[][]::new);
  }

  @Test
  void aNumberIsTheSameInEveryFormat() {
    List<String> models = new ArrayList<>();
    for (InputSettings.Builder table : tables()) {
      models.add(sha(model(training().input(table).predictNumbers("price"))));
    }
    models.add(
        sha(model(training().input(InputSettings.libsvm(path("price.svm"))).predictNumbers())));
    String[] texts = EXAMPLES.stream().map(row -> "" + row.price).toArray(String[]::new);
    models.add(sha(model(training().predictNumbers(), Samples.of(features(), texts))));
    double[][] ofOne =
        EXAMPLES.stream().map(row -> new double[] {row.price}).toArray(double[][]::new);
    Model given = model(training().predictNumbers("price"), Samples.of(features(), ofOne));
    assertThat(given.preparation().target().names()).containsExactly("price");
    assertThat(models).hasSize(7).containsOnly(sha(given));
  }

  @Test
  void severalNumbersAreTheSameInEveryFormat() {
    List<String> models = new ArrayList<>();
    for (InputSettings.Builder table : tables()) {
      models.add(sha(model(training().input(table).predictNumbers("price", "days"))));
    }
    Model given =
        model(training().predictNumbers("price", "days"), Samples.of(features(), numbers()));
    assertThat(given.preparation().target().names()).containsExactly("price", "days");
    assertThat(models).hasSize(5).containsOnly(sha(given));
    NumberMetrics ofSamples =
        (NumberMetrics)
            Evaluation.of(given).on(Samples.of(features(), numbers())).run(spark).metrics();
    NumberMetrics ofFile =
        (NumberMetrics) Evaluation.of(given).on(evaluated()).run(spark).metrics();
    assertThat(ofSamples.fields()).isEqualTo(ofFile.fields());
  }

  /** A table with the columns of a model whose training rows were a program's. */
  private static InputSettings evaluated() {
    Model ofTable = model(training().input(csv()).predictNumbers("price", "days").epochs(0));
    return csv().build(ofTable.configuration());
  }

  @Test
  void labelsAreTheSameAsFlagsAndAsNamesInEveryFormat() {
    List<String> models = new ArrayList<>();
    for (InputSettings.Builder table : tables()) {
      models.add(sha(model(training().input(table).predictLabels("blue", "red"))));
    }
    for (InputSettings.Builder table : List.of(csv(), parquet(), database())) {
      models.add(sha(model(training().input(table).predictLabels("tags").labelSeparator("|"))));
    }
    for (InputSettings.Builder table : List.of(json(), parquet(), orc())) {
      models.add(sha(model(training().input(table).predictLabels("list"))));
    }
    models.add(
        sha(model(training().input(InputSettings.libsvm(path("tags.svm"))).predictLabels())));
    String[] texts = EXAMPLES.stream().map(row -> row.tags(",")).toArray(String[]::new);
    models.add(sha(model(training().predictLabels(), Samples.of(features(), texts))));
    Samples flags =
        Samples.of(
            spark.parallelize(
                EXAMPLES.stream()
                    .map(
                        row ->
                            Sample.ofTargets(
                                new double[] {row.blue, row.red}, Vectors.dense(row.x1, row.x2)))
                    .toList(),
                2));
    Model given = model(training().predictLabels("blue", "red"), flags);
    assertThat(given.preparation().target().names()).containsExactly("blue", "red");
    assertThat(models).hasSize(13).containsOnly(sha(given));
    LabelsMetrics metrics = (LabelsMetrics) Evaluation.of(given).on(flags).run(spark).metrics();
    assertThat(metrics.samples()).isEqualTo(40);
  }

  @Test
  void anArrayIsRefusedWhereItIsNoListOfNames() {
    for (InputSettings.Builder table : List.of(json(), parquet(), orc())) {
      assertThatThrownBy(() -> model(training().input(table).predictNumbers("numbers")))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("numbers")
          .hasMessageContaining("array");
    }
    assertThatThrownBy(() -> model(training().input(json().label("list"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("set target.kind = labels");
    assertThatThrownBy(() -> model(training().input(parquet().label("list"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("set target.kind = labels");
    assertThatThrownBy(() -> model(training().input(parquet()).predictNumbers("tags")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("tags (string, which is not a number to be predicted")
        .hasMessageContaining("set target.kind = class");
  }

  @Test
  void targetsOfAProgramAreChecked() {
    Samples numbers = Samples.of(features(), numbers());
    assertThatThrownBy(() -> model(training().predictNumbers("price"), numbers))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 1 of the input: the row has 2 targets instead of 1");
    assertThatThrownBy(() -> model(training(), numbers))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("set target.kind = number");
    assertThatThrownBy(() -> model(training().predictLabels("a", "b"), numbers))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the target a is")
        .hasMessageContaining("it must be 1 or 0");
    double[][] infinite = numbers();
    infinite[2][1] = Double.POSITIVE_INFINITY;
    assertThatThrownBy(
            () -> model(training().predictNumbers("p", "d"), Samples.of(features(), infinite)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 3 of the input: the target d is Infinity");
    double[][] absent = numbers();
    absent[3] = null;
    assertThatThrownBy(
            () -> model(training().predictNumbers("p", "d"), Samples.of(features(), absent)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 4 of the input: the row has 0 targets instead of 2");
    assertThatThrownBy(() -> Samples.of(features(), new double[3][2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("40 rows have 3 rows of targets");
  }
}
