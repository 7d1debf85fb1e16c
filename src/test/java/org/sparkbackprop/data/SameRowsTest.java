package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.rows.RequiredColumns.Labels;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.model.Standardisation.Method;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ClassWeights;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.ValidationSettings;

/** Rows are the same rows in whatever form and number of parts they come. */
class SameRowsTest {

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

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void generatedRowsOfSeveralPartsArePlacedForMiniBatches(int partitions) {
    PreparedData data =
        Inputs.load(
            spark,
            Inputs.clouds(Inputs.threeClouds(50_000)),
            PreparationSettings.simple(),
            Inputs.NO_VALIDATION,
            Inputs.packing(
                OptionalInt.of(partitions),
                PackingSettings.Placement.BY_HASH,
                Precision.DOUBLE,
                ClassWeights.none()));
    PreparedData inOrder = Inputs.load(spark, Inputs.clouds(Inputs.threeClouds(50_000)), 2);
    assertThat(data.training().summary().samples()).isEqualTo(150_000);
    assertThat(data.training().summary().fingerprint())
        .isEqualTo(inOrder.training().summary().fingerprint());
  }

  @Test
  void aModelThatNamesEachPixelTakesImages() throws IOException {
    Path images =
        Written.idx(
            directory.resolve("images"), false, new int[] {20, 4}, Written.randomBytes(80, 256));
    List<String> names = IntStream.rangeClosed(1, 4).mapToObj(j -> "pixel" + j).toList();
    Preparation each = Preparation.ofNumbers(names, List.of("0", "1"), 255);
    InspectedInput input =
        InspectedInput.forModel(
            spark,
            InspectedInput.AS_CONFIGURED,
            Inputs.idx(images, null),
            each,
            Labels.IGNORED,
            Precision.DOUBLE);
    assertThat(PreparedData.scorable(input).first().size()).isEqualTo(20);
    Preparation other =
        Preparation.ofNumbers(List.of("pixel1", "y", "pixel3", "pixel4"), List.of("0", "1"), 255);
    assertThatThrownBy(
            () ->
                InspectedInput.forModel(
                    spark,
                    InspectedInput.AS_CONFIGURED,
                    Inputs.idx(images, null),
                    other,
                    Labels.IGNORED,
                    Precision.DOUBLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("feature 2 is pixel2 in the rows and y in the model");
  }

  private static final int ROWS = 600;
  private static final int NUMBERS = 5;

  /** The same rows as csv and as LibSVM, half of their numbers 0. */
  private List<InputSettings> csvAndLibsvm() throws IOException {
    Random random = new Random(3);
    List<String> csv = new ArrayList<>(List.of("label,x1,x2,x3,x4,x5"));
    List<String> libsvm = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      StringBuilder line = new StringBuilder().append(i % 2);
      StringBuilder sparse = new StringBuilder().append(i % 2);
      for (int j = 1; j <= NUMBERS; j++) {
        double number = i > 0 && random.nextBoolean() ? 0 : 1 + random.nextInt(1000) / 8.0;
        line.append(',').append(number);
        sparse.append(number == 0 ? "" : " " + j + ":" + number);
      }
      csv.add(line.toString());
      libsvm.add(sparse.toString());
    }
    Path text = Files.write(directory.resolve("rows.csv"), csv);
    Path sparse = Files.write(directory.resolve("rows.libsvm"), libsvm);
    return List.of(
        Inputs.csv(text),
        Inputs.of(
            "libsvm",
            sparse.toString(),
            null,
            ColumnSettings.numbers("label"),
            BadRowPolicy.fail()));
  }

  @Test
  void theSameRowsAreHeldOutOfEveryForm() throws IOException {
    List<List<Inputs.Row>> held = new ArrayList<>();
    for (InputSettings input : csvAndLibsvm()) {
      PreparedData data =
          Inputs.load(
              spark,
              input,
              PreparationSettings.simple(),
              new ValidationSettings(0.2, Optional.empty()),
              Inputs.packing(2));
      held.add(
          Inputs.rows(
              data.validation().orElseThrow().batches().collect(),
              data.preparation().classNames()));
    }
    assertThat(held.get(0)).hasSizeBetween(80, 160).isEqualTo(held.get(1));
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"Z_SCORE", "MIN_MAX", "ROBUST"})
  void theSameRowsAreStandardisedToTheSameBitsInEveryForm(Method method) throws IOException {
    Path csv =
        Files.write(
            directory.resolve("z.csv"),
            List.of("x1,x2,label", "0.1,0,0", "0,0.7,1", "0.2,0.3,0", "0.5,-0.0,1"));
    Path libsvm =
        Files.write(
            directory.resolve("z.svm"), List.of("0 1:0.1", "1 2:0.7", "0 1:0.2 2:0.3", "1 1:0.5"));
    PreparationSettings settings =
        new PreparationSettings(
            method, MissingValues.Policy.MEAN, Double.NaN, UnknownCategories.REFUSED);
    List<Preparation> found = new ArrayList<>();
    for (InputSettings input :
        List.of(
            Inputs.csv(csv),
            Inputs.of(
                "libsvm",
                libsvm.toString(),
                null,
                ColumnSettings.numbers("label"),
                BadRowPolicy.fail()))) {
      found.add(
          InspectedInput.forTraining(
                  spark,
                  InspectedInput.AS_CONFIGURED,
                  Inputs.withLayout(input, InputSettings.Layout.DENSE),
                  settings,
                  HoldOutSettings.none(),
                  Precision.DOUBLE)
              .preparation());
    }
    assertThat(found.get(1).standardisation().shift())
        .containsExactly(found.get(0).standardisation().shift());
    assertThat(found.get(1).standardisation().scale())
        .containsExactly(found.get(0).standardisation().scale());
    assertThat(found.get(1).missing().values()).containsExactly(found.get(0).missing().values());
  }

  @Test
  void statisticsOfSparseRowsLeaveOutWhatIsMissing() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String a = i % 2 == 1 ? "" : "\"a\": " + (10 + i % 4) + ", ";
      lines.add("{%s\"b\": %s, \"label\": \"%s\"}".formatted(a, i % 3 == 0 ? 0 : 4, i % 2));
    }
    Path file = Files.write(directory.resolve("rows.json"), lines);
    InputSettings dense =
        Inputs.of(
            "json", file.toString(), null, ColumnSettings.numbers("label"), BadRowPolicy.fail());
    double[] means = means(dense);
    assertThat(means[0]).isEqualTo(11);
    assertThat(means(Inputs.withLayout(dense, InputSettings.Layout.SPARSE))).containsExactly(means);
  }

  private static double[] means(InputSettings input) {
    PreparationSettings settings =
        new PreparationSettings(
            Method.NONE, MissingValues.Policy.MEAN, Double.NaN, UnknownCategories.REFUSED);
    return InspectedInput.forTraining(
            spark,
            InspectedInput.AS_CONFIGURED,
            input,
            settings,
            HoldOutSettings.none(),
            Precision.DOUBLE)
        .preparation()
        .missing()
        .values();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "DOUBLE"})
  void aNumberThatIsNoneWhenItIsPreparedIsNamed(Precision precision) throws IOException {
    Path file =
        Files.write(directory.resolve("far.csv"), List.of("x,label", "1e39,a", "0.5,b", "1,a"));
    PackingSettings packing = Inputs.packing(OptionalInt.of(1), precision, ClassWeights.none());
    if (precision == Precision.DOUBLE) {
      assertThat(
              Inputs.load(
                      spark,
                      Inputs.csv(file),
                      PreparationSettings.simple(),
                      Inputs.NO_VALIDATION,
                      packing)
                  .training()
                  .summary()
                  .samples())
          .isEqualTo(3);
    } else {
      assertThatThrownBy(
              () ->
                  Inputs.load(
                      spark,
                      Inputs.csv(file),
                      PreparationSettings.simple(),
                      Inputs.NO_VALIDATION,
                      packing))
          .rootCause()
          .isInstanceOf(DataException.class)
          .hasMessageContaining("feature x of a row is too large");
    }
  }
}
