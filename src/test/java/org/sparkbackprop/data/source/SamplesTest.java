package org.sparkbackprop.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.Sample;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.storage.MemoryStorage;

class SamplesTest {

  private static final double NAN = Double.NaN;

  private static final PreparationSettings MEANS =
      new PreparationSettings(
          Standardisation.Method.NONE, MissingValues.Policy.MEAN, NAN, UnknownCategories.REFUSED);

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static InputSettings settings() {
    return Inputs.csv(Path.of("nothing.csv"));
  }

  private static InspectedInput inspect(
      Samples rows, InputSettings settings, PreparationSettings preparation) {
    return InspectedInput.forTraining(
        spark, rows, settings, preparation, HoldOutSettings.none(), Precision.DOUBLE);
  }

  private static List<Inputs.Row> read(InspectedInput input) {
    return Inputs.rows(PreparedData.scorable(input).collect(), input.preparation().classNames());
  }

  @Test
  void badRowsAreNamedWithTheirPlaceAndPutAside() throws IOException {
    Samples rows =
        Samples.of(
            spark.parallelize(
                Arrays.asList(
                    new Sample("a", Vectors.dense(1, 2)),
                    new Sample(null, Vectors.dense(1, 2)),
                    new Sample("NaN", Vectors.dense(1, 2)),
                    new Sample("a", Vectors.dense(1, 2, 3)),
                    new Sample("b", Vectors.dense(3, 4), 0.5),
                    new Sample("a", Vectors.dense(1, 2), -1),
                    new Sample("a", Vectors.dense(1, 2), NAN),
                    new Sample("a", Vectors.dense(1, Double.NEGATIVE_INFINITY)),
                    new Sample("a", null),
                    null,
                    new Sample("a", Vectors.dense(NAN, 2))),
                3));
    assertThatThrownBy(() -> inspect(rows, settings(), PreparationSettings.simple()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "row 2 of the input: the label is missing; correct the row, leave it out, or say"
                + " input.bad-rows = quarantine");
    InputSettings aside = Inputs.withBadRows(settings(), BadRowPolicy.quarantined(1));
    try (InspectedInput input = inspect(rows, aside, PreparationSettings.simple())) {
      assertThat(read(input))
          .containsExactly(
              new Inputs.Row(List.of(1.0, 2.0), "a", 1),
              new Inputs.Row(List.of(3.0, 4.0), "b", 0.5));
      MemoryStorage storage = new MemoryStorage();
      assertThat(input.quarantine().orElseThrow().write(storage, "rows.jsonl"))
          .containsExactly(1, 2, 3, 5, 6, 7, 8, 9, 10);
      String lines = new String(storage.open("rows.jsonl").readAllBytes(), StandardCharsets.UTF_8);
      assertThat(lines.lines())
          .satisfiesExactly(
              line -> assertThat(line).contains("row 2 of the input", "the label is missing"),
              line -> assertThat(line).contains("row 3 of", "the label is NaN"),
              line -> assertThat(line).contains("row 4 of", "3 features instead of 2", "[1.0,2.0"),
              line -> assertThat(line).contains("row 6 of", "the weight is -1.0"),
              line -> assertThat(line).contains("row 7 of", "the weight is NaN"),
              line -> assertThat(line).contains("row 8 of", "column x2: the value is -Infinity"),
              line -> assertThat(line).contains("row 9 of", "no features"),
              line -> assertThat(line).contains("row 10 of", "no features"),
              line -> assertThat(line).contains("row 11 of", "column x1: the value is missing"));
    }
  }

  @Test
  void arraysHaveWeightsAndMissingValues() {
    double[][] features = {{1, 5}, {NAN, 6}, {3, NAN}};
    Samples rows = Samples.of(features, new int[] {10, 9, 10}, new double[] {1, 2, 0});
    try (InspectedInput input = inspect(rows, settings(), MEANS)) {
      assertThat(input.preparation().classNames()).containsExactly("9", "10");
      assertThat(read(input))
          .containsExactly(
              new Inputs.Row(List.of(1.0, 5.0), "10", 1),
              new Inputs.Row(List.of(2.0, 6.0), "9", 2),
              new Inputs.Row(List.of(3.0, 5.5), "10", 0));
      assertThat(input.missingCounts()).containsExactly(1, 1);
    }
    assertThatThrownBy(() -> Samples.of(features, new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 rows have 2 labels");
  }

  /** In whichever order they come, and whatever else comes with them, as the columns of a table. */
  @Test
  void featuresWithNamesAreFoundByTheirNames() {
    double[][] features = {{1, 10, 100}, {2, 20, 200}};
    Samples rows = Samples.of(features, new String[] {"a", "b"}).named("one", "ten", "hundred");
    ColumnSettings columns = ColumnSettings.numbers("label").ignoring(List.of("ten"));
    InputSettings chosen = Inputs.withColumns(settings(), columns);
    try (InspectedInput input = inspect(rows, chosen, PreparationSettings.simple());
        InspectedInput others =
            InspectedInput.forModel(
                spark,
                Samples.of(
                        spark.parallelize(
                            List.of(
                                new Sample(null, Vectors.dense(300, 3)),
                                new Sample(
                                    null, Vectors.sparse(2, new int[] {1}, new double[] {4})))))
                    .named("hundred", "one"),
                settings(),
                input.preparation(),
                RequiredColumns.Labels.IGNORED,
                Precision.DOUBLE)) {
      assertThat(input.preparation().featureNames()).containsExactly("one", "hundred");
      assertThat(read(input))
          .containsExactly(
              new Inputs.Row(List.of(1.0, 100.0), "a", 1),
              new Inputs.Row(List.of(2.0, 200.0), "b", 1));
      assertThat(read(others))
          .containsExactly(
              new Inputs.Row(List.of(3.0, 300.0), null, 1),
              new Inputs.Row(List.of(4.0, 0.0), null, 1));
      Samples nameless = Samples.of(features, new String[] {"a", "b"});
      assertThatThrownBy(() -> inspect(nameless, chosen, PreparationSettings.simple()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("the features of the rows have no names");
    }
  }

  @Test
  void sharesOfEachClassAreHeldOut() {
    String[] labels = new String[50];
    Arrays.setAll(labels, i -> i < 10 ? "few" : "many");
    Samples rows = Samples.of(new double[50][1], labels);
    try (InspectedInput input =
        InspectedInput.forTraining(
            spark,
            rows,
            settings(),
            PreparationSettings.simple(),
            HoldOutSettings.of(0.3),
            Precision.DOUBLE)) {
      assertThat(input.rows(DataSubset.VALIDATION)).isEqualTo(15);
      assertThat(input.heldOut().orElseThrow().validationLabels())
          .containsExactlyInAnyOrderEntriesOf(Map.of("few", 3L, "many", 12L));
    }
  }

  /** Not by cores: a part must also fit into what is sent with a task. */
  @Test
  void arraysAreCutByTheirSizeAlone() {
    for (int rows : new int[] {0, 99, 100, 250}) {
      int parts =
          Samples.of(new double[rows][998], new int[rows])
              .open(
                  spark,
                  Inputs.withDimensions(settings(), OptionalInt.of(998)),
                  RequiredColumns.ofTraining())
              .readers()
              .getNumPartitions();
      assertThat(parts)
          .as(String.format(Locale.ROOT, "%d rows", rows))
          .isEqualTo(Math.max(1, (rows + 99) / 100));
    }
    assertThatThrownBy(
            () ->
                inspect(
                    Samples.of(new double[0][], new int[0]),
                    settings(),
                    PreparationSettings.simple()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no first row");
  }
}
