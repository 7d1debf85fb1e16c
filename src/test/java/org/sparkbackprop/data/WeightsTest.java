package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.rows.RequiredColumns.Labels;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.settings.ClassWeights;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.ValidationSettings;

class WeightsTest {

  private static final ValidationSettings NONE = new ValidationSettings(0, Optional.empty());

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

  private InputSettings csv(String weight, String... lines) throws IOException {
    Path path = Files.write(directory.resolve("rows.csv"), List.of(lines));
    ColumnSettings columns = ColumnSettings.numbers("label");
    return Inputs.withColumns(
        Inputs.csv(path), weight == null ? columns : columns.weightedBy(weight));
  }

  private static PreparedData load(
      InputSettings input, ValidationSettings held, ClassWeights classWeights, int partitions) {
    return Inputs.load(
        spark,
        input,
        PreparationSettings.simple(),
        held,
        Inputs.packing(OptionalInt.of(partitions), Precision.DOUBLE, classWeights));
  }

  private static double[] weights(PreparedData.Part part) {
    return part.batches().collect().stream()
        .flatMapToDouble(batch -> Arrays.stream(batch.weights()))
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"often", "1", "-2"})
  void aColumnByNameOrPositionIsTheWeightAndNoFeature(String weight) throws IOException {
    InputSettings input = csv(weight, "x,often,label", "1,2.5,a", "2,0,b", "3,1,a");
    PreparedData data = load(input, NONE, ClassWeights.none(), 1);
    assertThat(data.preparation().featureNames()).containsExactly("x");
    assertThat(weights(data.training())).containsExactly(2.5, 0, 1);
    assertThat(data.training().summary().weight()).isEqualTo(3.5);
    assertThat(data.training().summary().samples()).isEqualTo(3);
    assertThat(SystematicSample.of(data.training().batches(), 3, 3).weights())
        .containsExactly(2.5, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "NaN", "Infinity", "many", ""})
  void aBadWeightIsNamedWithFileLineAndColumn(String bad) throws IOException {
    InputSettings input = csv("w", "x,w,label", "1,1,a", "2," + bad + ",b");
    assertThatThrownBy(() -> load(input, NONE, ClassWeights.none(), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rows.csv, line 3: column w: ")
        .hasMessageContaining("'" + bad + "'");
  }

  @Test
  void aColumnThatIsMissingOrIsTheLabelIsAnError() throws IOException {
    InputSettings missing = csv("v", "x,w,label", "1,1,a", "2,1,b");
    assertThatThrownBy(() -> load(missing, NONE, ClassWeights.none(), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no weight column 'v'; its columns are [x, w, label]");
    InputSettings label = csv("-1", "x,w,label", "1,1,a", "2,1,b");
    assertThatThrownBy(() -> load(label, NONE, ClassWeights.none(), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column label cannot be both input.label and input.weight");
    InputSettings only = csv("w", "w,label", "1,a", "1,b");
    assertThatThrownBy(() -> load(only, NONE, ClassWeights.none(), 1))
        .hasMessageContaining("has no column besides the label and the weight");
  }

  @Test
  void whereLabelsAreNotLookedAtWeightsAreNotEither() throws IOException {
    assertThat(scorable(csv("w", "x,w,label", "1,-1,a")).weight(0)).isEqualTo(1);
    assertThat(scorable(csv("w", "x", "1")).size()).isEqualTo(1);
  }

  private static Batch scorable(InputSettings input) {
    Preparation preparation = Preparation.ofNumbers(List.of("x"), List.of("a", "b"), 1);
    return PreparedData.scorable(
            InspectedInput.forModel(
                spark,
                InspectedInput.AS_CONFIGURED,
                input,
                preparation,
                Labels.IGNORED,
                Precision.DOUBLE))
        .first();
  }

  @Test
  void aPartWithoutWeightIsAnError() throws IOException {
    InputSettings input = csv("w", "x,w,label", "1,0,a", "2,0,b");
    assertThatThrownBy(() -> load(input, NONE, ClassWeights.none(), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the weights of the 2 rows for training add up to 0.0");
    InputSettings endless = csv("w", "x,w,label", "1,1e308,a", "2,1e308,b");
    assertThatThrownBy(() -> load(endless, NONE, ClassWeights.none(), 1))
        .hasMessageContaining("add up to Infinity");
    assertThatThrownBy(() -> load(endless, NONE, ClassWeights.named(Map.of("a", 10.0)), 1))
        .rootCause()
        .hasMessageContaining("the weight 1.0E308 of a row times 10.0, the weight of its class");
  }

  @Test
  void theFingerprintIsOfWeightsToo() throws IOException {
    String[] header = {"x,w,label"};
    String[] rows = {"1,1,a", "2,1,b", "3,1,a", "4,1,b"};
    long plain = fingerprint(null, "x,label", "1,a", "2,b", "3,a", "4,b");
    assertThat(fingerprint("w", header[0], rows[0], rows[1], rows[2], rows[3])).isEqualTo(plain);
    long some = fingerprint("w", header[0], "1,2,a", rows[1], rows[2], rows[3]);
    assertThat(some).isNotEqualTo(plain);
    assertThat(fingerprint("w", header[0], rows[3], "1,2,a", rows[2], rows[1])).isEqualTo(some);
    assertThat(fingerprint("w", header[0], rows[0], "2,2,b", rows[2], rows[3])).isNotEqualTo(some);
  }

  /** In one partition and in three, which has to be the same. */
  private long fingerprint(String weight, String... lines) throws IOException {
    InputSettings input = csv(weight, lines);
    BatchSummary one = load(input, NONE, ClassWeights.none(), 1).training().summary();
    BatchSummary three = load(input, NONE, ClassWeights.none(), 3).training().summary();
    assertThat(three.fingerprint()).isEqualTo(one.fingerprint());
    assertThat(three.weight()).isEqualTo(one.weight());
    return one.fingerprint();
  }

  @Test
  void weightsOfClassesMultiplyThoseOfSamplesInTheTrainingPartAlone() throws IOException {
    InputSettings input = csv("w", "x,w,label", "1,2,a", "2,1,b", "3,3,b");
    ValidationSettings held = new ValidationSettings(0, Optional.of(input));
    PreparedData data = load(input, held, ClassWeights.named(Map.of("b", 2.5)), 1);
    assertThat(weights(data.training())).containsExactly(2, 2.5, 7.5);
    assertThat(weights(data.validation().orElseThrow())).containsExactly(2, 1, 3);
  }

  @Test
  void aPartHeldOutByFractionHasNoWeightsOfClasses() throws IOException {
    String[] lines = new String[201];
    Arrays.setAll(lines, i -> i + "," + (i % 4 == 0 ? "rare" : "common"));
    lines[0] = "x,label";
    ValidationSettings held = new ValidationSettings(0.3, Optional.empty());
    InputSettings input = csv(null, lines);
    PreparedData data = load(input, held, ClassWeights.balanced(), 2);
    PreparedData.Part validation = data.validation().orElseThrow();
    assertThat(validation.batches().collect()).noneMatch(Batch::isWeighted);
    assertThat(validation.summary().weight()).isEqualTo((double) validation.summary().samples());
    assertThat(weights(data.training())).containsOnly(200.0 / (2 * 50), 200.0 / (2 * 150));
    PreparedData plain = load(input, held, ClassWeights.none(), 2);
    assertThat(plain.training().batches().collect()).noneMatch(Batch::isWeighted);
  }

  @Test
  void balancedWeightsMakeAllClassesCountAlike() {
    Map<String, Long> counts = Map.of("a", 50L, "b", 30L, "c", 20L);
    double[] weights = ClassWeights.balanced().of(List.of("a", "b", "c", "absent"), counts);
    assertThat(weights) // 100 / (3 n_k)
        .containsExactly(new double[] {2.0 / 3, 10.0 / 9, 5.0 / 3, 1}, within(1e-15));
  }

  @Test
  void aNameThatIsNoClassIsAnError() throws IOException {
    InputSettings input = csv(null, "x,label", "1,a", "2,b");
    assertThatThrownBy(() -> load(input, NONE, ClassWeights.named(Map.of("c", 2.0)), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("training.class-weights names [c]; the classes are [a, b]");
  }
}
