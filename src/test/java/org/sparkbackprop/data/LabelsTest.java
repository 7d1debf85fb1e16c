package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/** Which classes labels are of, in every format that has them written. */
class LabelsTest {

  private static JavaSparkContext spark;

  @TempDir private Path directory;

  private int files;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private Path file(String end, List<String> lines) throws IOException {
    return Files.write(Files.createTempFile(directory, "rows", "." + end), lines);
  }

  private static InputSettings input(
      String format, Path path, BadRowPolicy badRows, String... missing) {
    ColumnSettings columns = ColumnSettings.numbers("label").withMissingTexts(Set.of(missing));
    return Inputs.of(format, path.toString(), null, columns, badRows);
  }

  private InputSettings csv(Stream<String> labels, BadRowPolicy badRows, String... missing)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,label"));
    labels.forEach(label -> lines.add(lines.size() + "," + label));
    return input("csv", file("csv", lines), badRows, missing);
  }

  private InputSettings libsvm(Stream<String> labels, BadRowPolicy badRows, String... missing)
      throws IOException {
    List<String> lines = labels.map(label -> label + " 1:1").toList();
    return input("libsvm", file("svm", lines), badRows, missing);
  }

  private InputSettings json(Stream<String> labels, BadRowPolicy badRows, String... missing)
      throws IOException {
    List<String> lines = labels.map(label -> "{\"x\": 1, \"label\": " + label + "}").toList();
    return input("json", file("json", lines), badRows, missing);
  }

  private InputSettings parquet(
      String type, Stream<?> labels, BadRowPolicy badRows, String... missing) {
    Path path =
        SqlTables.write(
            SqlTables.of(
                "x double, label " + type,
                labels
                    .map(label -> SqlTables.row(1.0, label))
                    .toArray(org.apache.spark.sql.Row[]::new)),
            "parquet",
            directory.resolve(type + files++));
    return input("parquet", path, badRows, missing);
  }

  @Test
  void numbersAreTheSameClassesInEveryFormat() throws IOException {
    BadRowPolicy fail = BadRowPolicy.fail();
    List<InputSettings> inputs =
        List.of(
            csv(Stream.of("1", "0", "1.0", "0.0", " 1", "\"1\"", "1e0"), fail),
            libsvm(Stream.of("+1", "0", "1.0", "-0.0", "1", "1.", "1e0"), fail),
            json(Stream.of("1", "0", "1.0", "\"0.0\"", "\"+1\"", "10e-1", "\"1\""), fail),
            parquet("double", Stream.of(1.0, 0.0, 1.0, -0.0, 1.0, 1.0, 1.0), fail),
            parquet("string", Stream.of("1", "0", "1.0", "0.0", "+1", "1", "1e0"), fail));
    for (InputSettings input : inputs) {
      PreparedData data = Inputs.load(spark, input, 2);
      assertThat(data.preparation().classNames()).as(input.format()).containsExactly("0", "1");
      assertThat(data.input().labelCounts()).isEqualTo(Map.of("0", 2L, "1", 5L));
      assertThat(Inputs.rows(data))
          .extracting(Inputs.Row::label)
          .containsExactly("1", "0", "1", "0", "1", "1", "1");
    }
  }

  @Test
  void oneLeadingZeroMakesTextsOfAll() throws IOException {
    InputSettings input =
        csv(Stream.of("1", "0", "1.0", "0.0", " 1", "\"1\"", "01"), BadRowPolicy.fail());
    assertThat(Inputs.inspect(spark, input).labelCounts())
        .isEqualTo(Map.of("0", 1L, "0.0", 1L, "01", 1L, "1", 3L, "1.0", 1L));
    InputSettings two =
        Inputs.withBadRows(Inputs.withClasses(input, "1.0", "0"), BadRowPolicy.quarantined(1));
    InspectedInput named = Inputs.inspect(spark, two);
    assertThat(named.labelCounts()).isEqualTo(Map.of("0", 2L, "1.0", 4L));
    assertThat(named.firstFault().orElseThrow())
        .contains("line 8: the label '01' is not one of the classes [1.0, 0]");
  }

  @Test
  void rowsForAModelAreOfItsClassesByValueIfTheyAreNumbers() throws IOException {
    InputSettings rows = csv(Stream.of("1.0", "0", "1"), BadRowPolicy.fail());
    Preparation numbers = Preparation.ofNumbers(List.of("x"), List.of("0", "1"), 1);
    assertThat(labelled(rows, numbers).labelCounts()).isEqualTo(Map.of("0", 1L, "1", 2L));
    Preparation texts = Preparation.ofNumbers(List.of("x"), List.of("0", "1", "01"), 1);
    assertThatThrownBy(() -> labelled(rows, texts))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 2: the label '1.0' is not one of the classes [0, 1, 01]");
  }

  private static InspectedInput labelled(InputSettings rows, Preparation preparation) {
    return InspectedInput.forModel(
        spark,
        InspectedInput.AS_CONFIGURED,
        rows,
        preparation,
        RequiredColumns.Labels.REQUIRED,
        Precision.DOUBLE);
  }

  @Test
  void aLabelThatIsDeclaredMissingIsMissingInEveryFormat() throws IOException {
    BadRowPolicy aside = BadRowPolicy.quarantined(1);
    List<InputSettings> inputs =
        List.of(
            csv(Stream.of("yes", "no", "NA", "yes", "no"), aside, "", "NA"),
            csv(Stream.of("1", "0", "-999.0", "1", "0"), aside, "", "-999"),
            libsvm(Stream.of("yes", "no", "NA", "yes", "no"), aside, "NA"),
            json(Stream.of("\"yes\"", "\"no\"", "\"NA\"", "\"yes\"", "\"no\""), aside, "NA"),
            json(Stream.of("1", "0", "-999", "1", "0"), aside, "-999"),
            parquet("string", Stream.of("yes", "no", "NA", "yes", "no"), aside, "NA"),
            parquet("int", Stream.of(1, 0, -999, 1, 0), aside, "-999"));
    for (InputSettings input : inputs) {
      InspectedInput found = Inputs.inspect(spark, input);
      assertThat(found.rows()).as(input.format()).isEqualTo(new RowCounts(4, 1));
      assertThat(found.labelCounts()).hasSize(2);
      assertThat(found.firstFault().orElseThrow())
          .contains("the label is missing, as '")
          .contains("' is one of input.missing-texts")
          .contains("input.classes");
    }
    InputSettings named = Inputs.withClasses(inputs.get(0), "NA", "no", "yes");
    assertThat(Inputs.inspect(spark, named).labelCounts())
        .isEqualTo(Map.of("NA", 1L, "no", 2L, "yes", 2L));
    InputSettings failing = Inputs.withBadRows(inputs.get(0), BadRowPolicy.fail());
    assertThatThrownBy(() -> Inputs.inspect(spark, failing))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(".csv, line 4: the label is missing");
    Preparation model = Preparation.ofNumbers(List.of("x"), List.of("NA", "no", "yes"), 1);
    assertThat(labelled(failing, model).rows()).isEqualTo(new RowCounts(5, 0));
  }

  @Test
  void anAmountIsNoLabel() throws IOException {
    InputSettings amounts =
        csv(Stream.iterate(1, i -> i + 1).limit(3_573).map(i -> i + ".25"), BadRowPolicy.fail());
    assertThatThrownBy(() -> Inputs.inspect(spark, amounts))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(".csv, line 1002: there are more than 1,000 different labels")
        .hasMessageContaining("set target.kind = number");
    InputSettings few =
        csv(Stream.iterate(1, i -> i + 1).limit(50).map(i -> i + ".25"), BadRowPolicy.fail());
    assertThatThrownBy(() -> Inputs.inspect(spark, few))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(".csv: of 50 different labels, 50 are in one row only");
    InputSettings rings =
        csv(
            Stream.iterate(1, i -> i + 1).limit(300).map(i -> 1 + i % 28 + ""),
            BadRowPolicy.fail());
    assertThat(Inputs.inspect(spark, rings).labelCounts()).hasSize(28);
  }
}
