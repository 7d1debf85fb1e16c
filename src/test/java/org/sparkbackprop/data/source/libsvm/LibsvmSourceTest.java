package org.sparkbackprop.data.source.libsvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.rows.RequiredColumns.Labels;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.LibsvmSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.TextSettings;
import org.sparkbackprop.settings.ValidationSettings;

class LibsvmSourceTest {

  private static JavaSparkContext spark;

  @TempDir private Path directory;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.write(directory.resolve(name), List.of(lines));
  }

  private static InputSettings libsvm(Path path, OptionalInt dimensions, BadRowPolicy badRows) {
    InputSettings plain =
        Inputs.of("libsvm", path.toString(), null, ColumnSettings.numbers("label"), badRows);
    return Inputs.withDimensions(plain, dimensions);
  }

  private static InputSettings libsvm(Path path) {
    return libsvm(path, OptionalInt.empty(), BadRowPolicy.fail());
  }

  private LibsvmRowReader reader(Labels labels, int dimensions, String content) throws IOException {
    Path file = Files.writeString(directory.resolve("rows"), content, StandardCharsets.UTF_8);
    return new LibsvmRowReader(
        new LibsvmRowReader.Columns(
            new RowShape(List.of(InputColumn.vector("x", dimensions)), RowShape.Form.SPARSE),
            labels,
            LibsvmRowReader.LabelLists.REFUSED,
            new MissingTexts(Set.of()),
            TextSettings.csv()),
        new TextSplit(file.toString(), 0, Long.MAX_VALUE, List.of()),
        new Configuration());
  }

  private static String content(RowBuffer row) {
    StringBuilder content = new StringBuilder(String.valueOf(row.label()));
    for (int i = 0; i < row.nonZeros(); i++) {
      content.append(' ').append(row.indices()[i]).append(':').append(row.values()[i]);
    }
    return content.toString();
  }

  private List<String> rows(Labels labels, String content) throws IOException {
    LibsvmRowReader reader = reader(labels, 9, content);
    List<String> rows = new ArrayList<>();
    while (reader.advance()) {
      assertThat(reader.fault()).isNull();
      rows.add(content(reader.row()));
    }
    return rows;
  }

  @Test
  void linesAreLabelsAndNumbersByIndex() throws IOException {
    assertThat(
            rows(
                Labels.REQUIRED,
                """
                1 1:0.5 3:-2e3\r
                  2\t2:1   9:.25 # a comment 4:x

                 \t\s
                # a comment alone
                3
                4 1:0 2:0.0 05:7#comment
                blue 1:1"""))
        .containsExactly("1 0:0.5 2:-2000.0", "2 1:1.0 8:0.25", "3", "4 4:7.0", "blue 0:1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1", "-2.000", "1e0", "+", "007", "a.0"})
  void whatALabelMeansIsNotTheReadersAffair(String label) throws IOException {
    assertThat(rows(Labels.REQUIRED, label + " 1:1")).containsExactly(label + " 0:1.0");
  }

  @Test
  void labelsAreOptionalWhereTheyAreNotLookedAt() throws IOException {
    assertThat(rows(Labels.IGNORED, "1 1:1\n2:2\nblue\n3:3 # x"))
        .containsExactly("null 0:1.0", "null 1:2.0", "null", "null 2:3.0");
  }

  @Test
  void anIndexOfZeroEndsTheReadingUnlessIndicesBeginThere() throws IOException {
    LibsvmRowReader one = reader(Labels.REQUIRED, 9, "1 1:5\n1 0:1");
    assertThat(one.advance()).isTrue();
    assertThatThrownBy(one::advance)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'0:1' has the index 0")
        .hasMessageContaining("input.first-index = 0");
    InputSettings zero =
        Inputs.withText(
            libsvm(file("zero.libsvm", "0 0:1 2:3", "1 1:2")),
            new TextSettings(TextSettings.Header.PRESENT, ',', "UTF-8", LibsvmSettings.strict(0)));
    PreparedData data = Inputs.load(spark, zero, 1);
    assertThat(data.preparation().features()).isEqualTo(3);
    assertThat(Inputs.rows(data).get(0).features()).containsExactly(1.0, 0.0, 3.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1 2:1 1:1    | index 1 follows 2, but indices must ascend; input.sort-indices = true sorts them",
        "1 2:1 2:1    | index 2 occurs twice",
        "1 2:0 2:1    | index 2 occurs twice",
        "1 -3:1       | '-3:1' has no index; indices are whole numbers from 1",
        "1 :1         | ':1' has no index; indices are whole numbers from 1",
        "1 1.0:1      | '1.0:1' has no index; indices are whole numbers from 1",
        "1 1:1 qid:3  | 'qid:3' has no index; indices are whole numbers from 1",
        "1,3 1:1      | the label '1,3' is a list, as in files whose rows have several labels; a row must have one class; if this is the name of a class, name all classes by input.classes, and if rows have several labels, set target.kind = labels",
        "1 785:1      | index 785 is larger than the number of features, 9",
        "1 99999999999999999999:1 | index 99999999999999999999 is larger than the number of features, 9",
        "1 1:         | index 1: '' is not a finite number",
        "1 1:NaN      | index 1: 'NaN' is not a finite number; add NaN to input.missing-texts to take it as a missing value",
        "1 1:inf      | index 1: 'inf' is not a finite number",
        "1 1:1e999    | index 1: '1e999' is not a finite number",
        "1 1:2:3      | index 1: '2:3' is not a finite number",
        "1 1:x        | index 1: 'x' is not a finite number",
        "1 17         | '17' is not index:number",
        "1 2 3        | '2' is not index:number",
        "1:1 2:2      | the label is missing: the line starts with '1:1'",
      })
  void aLineThatIsNotARowHasAReason(String line, String reason) throws IOException {
    LibsvmRowReader reader = reader(Labels.REQUIRED, 9, line);
    assertThat(reader.advance()).isTrue();
    assertThat(reader.fault()).isEqualTo(reason);
    assertThat(reader.text()).isEqualTo(line);
    assertThat(reader.advance()).isFalse();
  }

  private static InputSettings with(InputSettings like, LibsvmSettings settings) {
    return Inputs.withText(
        like, new TextSettings(TextSettings.Header.PRESENT, ',', "UTF-8", settings));
  }

  @Test
  void aRankingFileIsRefusedUnlessItsQueriesAreToBeIgnored() throws IOException {
    InputSettings ranking = libsvm(file("ranking.svm", "2 qid:1 1:0.5", "0 qid:1 2:3 # doc 7:1"));
    assertThatThrownBy(() -> Inputs.inspect(spark, ranking))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("ranking.svm, line 1: 'qid:1' is the query of a row")
        .hasMessageContaining("input.ignore-qid = true");
    InputSettings ignored =
        with(
            ranking,
            new LibsvmSettings(1, LibsvmSettings.Queries.IGNORED, LibsvmSettings.Order.ASCENDING));
    PreparedData data = Inputs.load(spark, ignored, 1);
    assertThat(Inputs.rows(data))
        .containsExactly(
            new Inputs.Row(List.of(0.5, 0.0), "2", 1), new Inputs.Row(List.of(0.0, 3.0), "0", 1));
  }

  @Test
  void indicesInAnyOrderAreSortedWhereThatIsSaid() throws IOException {
    LibsvmSettings any =
        new LibsvmSettings(0, LibsvmSettings.Queries.REFUSED, LibsvmSettings.Order.ANY);
    InputSettings sorted = with(libsvm(file("descending.svm", "a 4:4 2:0 0:1", "b 3:2 1:1")), any);
    PreparedData data = Inputs.load(spark, sorted, 1);
    assertThat(Inputs.rows(data))
        .extracting(Inputs.Row::features)
        .containsExactly(List.of(1.0, 0.0, 0.0, 0.0, 4.0), List.of(0.0, 1.0, 0.0, 2.0, 0.0));
    InputSettings unsorted = libsvm(file("unsorted.svm", "a 4:4 2:1", "b 1:2"));
    assertThatThrownBy(() -> Inputs.inspect(spark, unsorted))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("unsorted.svm, line 1: index 2 follows 4, but indices must ascend")
        .hasMessageContaining("input.sort-indices = true");
    InputSettings twice = with(libsvm(file("twice.svm", "a 3:0 1:1 3:2", "b 3:1")), any);
    assertThatThrownBy(() -> Inputs.inspect(spark, twice))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("twice.svm, line 1: index 3 occurs twice");
  }

  @Test
  void numbersThatAreDeclaredMissingAreMissing() throws IOException {
    ColumnSettings columns =
        ColumnSettings.numbers("label").withMissingTexts(Set.of("", "NaN", "-9"));
    InputSettings input =
        Inputs.withColumns(
            libsvm(
                file("missing.svm", "0 1:1 3:nan", "1 1:NaN 2:6", "0 1:-9.0 2:-nan", "1 1:4 3:0")),
            columns);
    PreparationSettings mean =
        new PreparationSettings(
            Standardisation.Method.NONE,
            MissingValues.Policy.MEAN,
            Double.NaN,
            Preparation.UnknownCategories.REFUSED);
    Preparation found =
        InspectedInput.forTraining(
                spark,
                InspectedInput.AS_CONFIGURED,
                input,
                mean,
                HoldOutSettings.none(),
                Precision.DOUBLE)
            .preparation();
    assertThat(found.missing().values()).containsExactly(2.5, 2, 0);
    assertThatThrownBy(() -> Inputs.inspect(spark, input))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 1: column x")
        .hasMessageContaining("the value is missing");
    InputSettings cut = Inputs.withColumns(libsvm(file("cut.svm", "0 1:1", "1 1:")), columns);
    assertThatThrownBy(
            () ->
                InspectedInput.forTraining(
                    spark,
                    InspectedInput.AS_CONFIGURED,
                    cut,
                    mean,
                    HoldOutSettings.none(),
                    Precision.DOUBLE))
        .hasMessageContaining("cut.svm, line 2: index 1: '' is not a finite number");
  }

  @Test
  void aListOfLabelsIsAClassIfClassesNameIt() throws IOException {
    InputSettings lists = libsvm(file("lists.svm", "1,3 1:1", "2 1:2"));
    assertThatThrownBy(() -> Inputs.inspect(spark, lists))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lists.svm, line 1: the label '1,3' is a list");
    assertThat(Inputs.inspect(spark, Inputs.withClasses(lists, "1,3", "2")).labelCounts())
        .containsOnlyKeys("1,3", "2");
  }

  @Test
  void aLabelThatIsNoTextIsAFault() throws IOException {
    Path path = directory.resolve("latin");
    Files.write(path, "gr\u00fcn 1:1\nred 1:2\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Inputs.inspect(spark, libsvm(path)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("latin, line 1: the label 'gr\ufffdn' is not valid UTF-8");
    InputSettings latin =
        Inputs.withText(
            libsvm(path), new TextSettings(TextSettings.Header.PRESENT, ',', "ISO-8859-1"));
    assertThat(Inputs.inspect(spark, latin).labelCounts()).containsOnlyKeys("gr\u00fcn", "red");
  }

  @Test
  void theLargestIndexOfGoodRowsIsTheNumberOfFeatures() throws IOException {
    file("a.libsvm", "1 1:1 4:0", "2 2:5");
    file("b.libsvm", "1 7:x 8:1", "2 1:1 100000000000:1", "c 6:1", "1 3:1");
    BadRowPolicy quarantined = BadRowPolicy.quarantined(1);
    InputSettings two =
        Inputs.withClasses(libsvm(directory, OptionalInt.empty(), quarantined), "1", "2");
    PreparedData data = Inputs.load(spark, two, 2);
    assertThat(data.preparation().columns()).containsExactly(InputColumn.vector("x", 4));
    assertThat(data.input().rows()).isEqualTo(new RowCounts(3, 3));
    assertThat(Inputs.rows(data))
        .extracting(Inputs.Row::features)
        .containsExactly(
            List.of(1.0, 0.0, 0.0, 0.0), List.of(0.0, 5.0, 0.0, 0.0), List.of(0.0, 0.0, 1.0, 0.0));
    InputSettings narrow =
        libsvm(directory.resolve("a.libsvm"), OptionalInt.of(3), BadRowPolicy.fail());
    assertThatThrownBy(() -> Inputs.inspect(spark, narrow))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.libsvm, line 1: index 4 is larger than the number of features, 3");
    InputSettings wide =
        libsvm(directory.resolve("a.libsvm"), OptionalInt.of(6), BadRowPolicy.fail());
    assertThat(Inputs.inspect(spark, wide).preparation().features()).isEqualTo(6);
  }

  @Test
  void aFileWithoutAGoodRowSaysWhyAndOneWithoutAnyIsEmpty() throws IOException {
    Path bad = file("bad", "1 x");
    assertThatThrownBy(() -> Inputs.inspect(spark, libsvm(bad)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bad, line 1: 'x' is not index:number");
    Path comments = file("comments", "# nothing", "");
    assertThatThrownBy(() -> Inputs.inspect(spark, libsvm(comments)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("comments has no rows");
  }

  @Test
  void aModelOfNumbersTakesThemByPositionAndOneOfOtherColumnsDoesNot() throws IOException {
    Path path = file("new", "2:5 3:1", "9 1:4");
    for (List<InputColumn> columns :
        List.of(
            List.of(InputColumn.vector("pixel", 3)),
            List.of(InputColumn.number("a"), InputColumn.number("b"), InputColumn.number("c")))) {
      InspectedInput input = forModel(libsvm(path), columns);
      assertThat(Inputs.rows(PreparedData.scorable(input).collect(), List.of()))
          .extracting(Inputs.Row::features)
          .containsExactly(List.of(0.0, 5.0, 1.0), List.of(4.0, 0.0, 0.0));
    }
    List<InputColumn> truths = List.of(InputColumn.number("a"), InputColumn.truth("wet"));
    assertThatThrownBy(() -> forModel(libsvm(path), truths))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("but the model's column wet is a truth");
    List<InputColumn> vectors = List.of(InputColumn.vector("a", 2), InputColumn.vector("b", 2));
    assertThatThrownBy(() -> forModel(libsvm(path), vectors))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("but the model's column a is a vector");
    List<InputColumn> two = List.of(InputColumn.vector("pixel", 2));
    assertThatThrownBy(() -> forModel(libsvm(path), two))
        .hasMessageContaining("new, line 1: index 3 is larger than the number of features, 2");
    assertThatThrownBy(() -> forModel(libsvm(path, OptionalInt.of(3), BadRowPolicy.fail()), two))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("input.dimensions = 3")
        .hasMessageContaining("but the model has 2 features");
  }

  private static InspectedInput forModel(InputSettings input, List<InputColumn> columns) {
    Preparation preparation =
        new Preparation(
            columns,
            List.of("a", "b"),
            Standardisation.none(),
            MissingValues.refused(),
            Preparation.UnknownCategories.REFUSED);
    return InspectedInput.forModel(
        spark, InspectedInput.AS_CONFIGURED, input, preparation, Labels.IGNORED, Precision.DOUBLE);
  }

  @Test
  void aRowHeldOutAndAStatisticAreThoseOfAllItsNumbers() throws IOException {
    Path path = file("rows", "1 1:3", "2 2:4", "1 1:5 2:8", "2");
    PreparationSettings minMax =
        new PreparationSettings(
            Standardisation.Method.MIN_MAX,
            MissingValues.Policy.REFUSE,
            Double.NaN,
            Preparation.UnknownCategories.REFUSED);
    PreparedData data =
        Inputs.load(
            spark,
            libsvm(path),
            minMax,
            new ValidationSettings(0, Optional.empty()),
            Inputs.packing(1));
    assertThat(Inputs.rows(data))
        .extracting(Inputs.Row::features)
        .containsExactly(
            List.of(0.6, 0.0), List.of(0.0, 0.5), List.of(1.0, 1.0), List.of(0.0, 0.0));
  }
}
