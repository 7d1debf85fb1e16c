package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Preparation.MissingCategories;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.model.Standardisation.Method;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.statistics.TrainingStatistics;

/** What becomes of a row's values on their way to the network. */
class PreparingRowsTest {

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

  private static PreparationSettings settings(Method method, MissingValues.Policy missing) {
    return new PreparationSettings(method, missing, -5, UnknownCategories.REFUSED);
  }

  private InputSettings csv(Map<String, List<String>> categories, String... lines)
      throws IOException {
    Path path = Files.write(directory.resolve("rows.csv"), List.of(lines));
    ColumnSettings columns =
        new ColumnSettings(
            "label",
            Optional.empty(),
            List.of(),
            List.of(),
            List.of("wet"),
            categories,
            3,
            Map.of(),
            Set.of("", "NA"),
            List.of());
    return Inputs.withColumns(Inputs.csv(path), columns);
  }

  private static PreparedData prepared(InputSettings input, PreparationSettings settings) {
    return Inputs.load(spark, input, settings, Inputs.NO_VALIDATION, Inputs.packing(2));
  }

  private static List<List<Double>> features(PreparedData data) {
    return Inputs.rows(data).stream().map(Inputs.Row::features).toList();
  }

  @Test
  void numbersAreBroughtToAScaleByMeanAndDeviation() throws IOException {
    InputSettings input =
        csv(Map.of(), "x,same,wet,label", "1,7,true,a", "2,7,false,b", "6,7,0,b", "7,7,1,a");
    PreparedData data = prepared(input, settings(Method.Z_SCORE, MissingValues.Policy.REFUSE));
    double deviation = Math.sqrt((9 + 4 + 4 + 9) / 4.0);
    assertThat(features(data))
        .containsExactly(
            List.of(-3 / deviation, 0.0, 1.0),
            List.of(-2 / deviation, 0.0, 0.0),
            List.of(2 / deviation, 0.0, 0.0),
            List.of(3 / deviation, 0.0, 1.0));
    assertThat(data.preparation().standardisation().scale()).containsExactly(deviation, 1, 1);
  }

  @Test
  void numbersAreBroughtToAScaleByTheirRange() throws IOException {
    InputSettings input = csv(Map.of(), "x,same,wet,label", "-1,7,1,a", "3,7,0,b", "1,7,0,b");
    assertThat(features(prepared(input, settings(Method.MIN_MAX, MissingValues.Policy.REFUSE))))
        .containsExactly(List.of(0.0, 0.0, 1.0), List.of(1.0, 0.0, 0.0), List.of(0.5, 0.0, 0.0));
  }

  @Test
  void outliersDoNotSpoilTheRobustScale() throws IOException {
    String[] lines = new String[102];
    lines[0] = "x,same,wet,label";
    for (int i = 0; i <= 100; i++) {
      lines[i + 1] = i + ",7," + i % 2 + "," + (i % 3 == 0 ? "a" : "b");
    }
    lines[100] = "1e30,7,1,a"; // for 99 and 100
    lines[101] = "1e308,7,0,b";
    InputSettings input = csv(Map.of(), lines);
    PreparedData data = prepared(input, settings(Method.ROBUST, MissingValues.Policy.REFUSE));
    assertThat(data.preparation().standardisation().shift()).containsExactly(50, 7, 0);
    assertThat(data.preparation().standardisation().scale()).containsExactly(50, 0, 1);
    List<List<Double>> features = features(data);
    // (x − 50) / 50 is −1 and 0.5, and z / √(1 + z²/9) of them:
    assertThat(features.get(0)).containsExactly(-1 / Math.sqrt(10.0 / 9), 0.0, 0.0);
    assertThat(features.get(75).get(0)).isCloseTo(0.5 / Math.sqrt(37.0 / 36), within(1e-15));
    assertThat(features.get(99)).containsExactly(3.0, 0.0, 1.0);
    assertThat(features.get(100)).containsExactly(3.0, 0.0, 0.0);
  }

  @Test
  void equalQuartilesGiveWayToHalfTheRange() throws IOException {
    InputSettings input =
        csv(Map.of(), "x,wet,label", "4,1,a", "4,0,b", "4,0,b", "4,0,b", "10,1,a", "2,1,b");
    Preparation preparation =
        prepared(input, settings(Method.ROBUST, MissingValues.Policy.REFUSE)).preparation();
    assertThat(preparation.standardisation().shift()).containsExactly(4, 0);
    assertThat(preparation.standardisation().scale()).containsExactly(4, 1);
    assertThat(preparation.prepare(0, 10)).isEqualTo(1.5 / Math.sqrt(1.25));
  }

  @Test
  void aRangeThatIsNoNumberIsAnError() throws IOException {
    InputSettings input = csv(Map.of(), "x,wet,label", "-1e308,0,a", "1e308,1,b");
    assertThatThrownBy(() -> prepared(input, settings(Method.MIN_MAX, MissingValues.Policy.REFUSE)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the range of the values of feature x is too large for a number");
    assertThat(features(prepared(input, settings(Method.Z_SCORE, MissingValues.Policy.REFUSE))))
        .containsExactly(List.of(-1.0, 0.0), List.of(1.0, 1.0));
  }

  @Test
  void aMissingValueBecomesTheMeanOrANumber() throws IOException {
    Map<String, List<String>> color = Map.of("color", List.of());
    InputSettings input =
        csv(
            color,
            "x,color,wet,label",
            "1,red,1,a",
            "NA,blue,,b",
            "5,,0,a",
            "3,blue,NA,b",
            "3,blue,1,b");
    PreparedData means = prepared(input, settings(Method.NONE, MissingValues.Policy.MEAN));
    assertThat(means.preparation().featureNames())
        .containsExactly("x", "color=blue", "color=red", "wet");
    assertThat(features(means).get(1)).containsExactly(3.0, 1.0, 0.0, 2.0 / 3);
    assertThat(features(means).get(2)).containsExactly(5.0, 0.75, 0.25, 0.0);
    PreparedData numbers = prepared(input, settings(Method.NONE, MissingValues.Policy.CONSTANT));
    assertThat(features(numbers).get(1)).containsExactly(-5.0, 1.0, 0.0, -5.0);
    assertThat(features(numbers).get(0)).containsExactly(1.0, 0.0, 1.0, 1.0);
    assertThatThrownBy(() -> prepared(input, PreparationSettings.simple()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rows.csv, line 3: column x: the value is missing");
  }

  private static final String[] WITH_GAPS = {
    "x,y,color,wet,label",
    "1,0,red,1,a",
    "NA,1,blue,,b",
    "5,2,red,0,a",
    "2,3,blue,NA,b",
    "3,4,blue,1,b"
  };

  private static PreparationSettings markedAndBinned() {
    return new PreparationSettings(
        Method.ROBUST,
        MissingValues.Policy.MEDIAN,
        Double.NaN,
        UnknownCategories.REFUSED,
        PreparationSettings.Categories.simple(),
        true,
        Optional.of(PreparationSettings.Bins.exactly(2)));
  }

  private static PreparationSettings otherAndMissing(int fewestRows) {
    return new PreparationSettings(
        Method.NONE,
        MissingValues.Policy.REFUSE,
        Double.NaN,
        UnknownCategories.OTHER,
        new PreparationSettings.Categories(fewestRows, MissingCategories.LEVEL),
        false,
        Optional.empty());
  }

  @Test
  void rareCategoriesAndMissingOnesAreFeaturesOfTheirOwn() throws IOException {
    Map<String, List<String>> categories = new LinkedHashMap<>();
    categories.put("color", List.of());
    categories.put("size", List.of("small", "large"));
    String[] lines = {
      "color,size,wet,label",
      "red,small,1,a",
      "red,huge,0,b",
      "blue,large,1,a",
      "other,small,0,b",
      "other,small,0,b",
      ",large,1,a"
    };
    InputSettings input = csv(categories, lines);
    PreparedData data = prepared(input, otherAndMissing(2));
    assertThat(data.preparation().featureNames())
        .containsExactly(
            "color=other",
            "color=red",
            "color (other)",
            "color (missing)",
            "size=small",
            "size=large",
            "size (other)",
            "wet");
    List<List<Double>> expected =
        List.of(
            List.of(0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0),
            List.of(0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0),
            List.of(0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0),
            List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0),
            List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0),
            List.of(0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0));
    assertThat(features(data)).isEqualTo(expected);
    assertThat(scored(input, data.preparation())).isEqualTo(expected);
    InputSettings news = csv(categories, lines[0], "green,,1,a", "\"\",tiny,0,b");
    assertThat(scored(news, data.preparation()))
        .containsExactly(
            List.of(0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0),
            List.of(0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0));
    Preparation refusing = data.preparation().with(UnknownCategories.REFUSED);
    assertThatThrownBy(() -> scored(news, refusing))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column color: 'green' is not one of its categories");
    TrainingStatistics statistics = TrainingStatistics.of(data, Optional.empty()).own();
    assertThat(statistics.columns().get(0).categories()).isEqualTo(Map.of("other", 2L, "red", 2L));
    assertThat(statistics.columns().get(0).noCategory()).isEqualTo(1);
    assertThat(statistics.columns().get(0).missing()).isEqualTo(1 / 6.0);
    assertThat(statistics.columns().get(1).noCategory()).isEqualTo(1);
  }

  @Test
  void whatNoTrainingRowHasIsNoFeature() throws IOException {
    Map<String, List<String>> color = Map.of("color", List.of());
    InputSettings input = csv(color, "color,wet,label", "red,1,a", "blue,0,b");
    PreparedData data = prepared(input, otherAndMissing(1));
    assertThat(data.preparation().featureNames()).containsExactly("color=blue", "color=red", "wet");
    InputSettings news = csv(color, "color,wet,label", "green,1,a", ",0,b");
    assertThat(scored(news, data.preparation()))
        .containsExactly(List.of(0.0, 0.0, 1.0), List.of(0.0, 0.0, 0.0));
  }

  @Test
  void missingNumbersAreMarkedAndNumbersHaveBins() throws IOException {
    PreparedData data = prepared(csv(Map.of("color", List.of()), WITH_GAPS), markedAndBinned());
    Preparation preparation = data.preparation();
    assertThat(preparation.featureNames())
        .containsExactly("x", "y", "color=blue", "color=red", "wet");
    assertThat(preparation.inputNames())
        .containsExactly(
            "x",
            "y",
            "color=blue",
            "color=red",
            "wet",
            "x (missing)",
            "wet (missing)",
            "x (bin 1)",
            "x (bin 2)",
            "y (bin 1)",
            "y (bin 2)");
    // x has the quartiles 1.75, 2.5 and 3.5, and so the bins 1 to 2.5 and 2.5 to 5; wet the median
    // 1
    double first = -1.5 / 1.75;
    List<List<Double>> rows = features(data);
    assertThat(rows.get(0).get(0)).isEqualTo(first / Math.sqrt(1 + first / 3 * (first / 3)));
    assertThat(rows.get(0).subList(1, 11))
        .containsExactly(-1 / Math.sqrt(10.0 / 9), 0.0, 1.0, 1.0, 0.0, 0.0, -1.0, -1.0, -1.0, -1.0);
    assertThat(rows.get(1).subList(4, 11)).containsExactly(1.0, 1.0, 1.0, 1.0, -1.0, 0.0, -1.0);
    assertThat(rows.get(1).get(0)).isZero();
    assertThat(rows.get(3).subList(4, 9)).containsExactly(1.0, 0.0, 1.0, 2 * (1 / 1.5) - 1, -1.0);
    assertThat(rows.get(4).subList(7, 11)).containsExactly(1.0, 2 * (0.5 / 2.5) - 1, 1.0, 1.0);
    assertThat(data.input().traits().inputs()).isEqualTo(11);
  }

  /** Also where a row that is scored lacks what no training row did. */
  @Test
  void rowsAreScoredAsTheyWereTrainedOn() throws IOException {
    InputSettings input = csv(Map.of("color", List.of()), WITH_GAPS);
    PreparedData data = prepared(input, markedAndBinned());
    assertThat(scored(input, data.preparation())).isEqualTo(features(data));
    double[] inputs = new double[data.preparation().inputs()];
    data.preparation().encode(new double[] {Double.NaN, 1, 1, 0, Double.NaN}, inputs);
    assertThat(inputs)
        .containsExactly(features(data).get(1).stream().mapToDouble(Double::doubleValue).toArray());
    InputSettings other = csv(Map.of("color", List.of()), WITH_GAPS[0], "NA,NA,red,1,a");
    assertThat(scored(other, data.preparation()).get(0))
        .containsExactly(0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, -1.0, 1.0, -1.0);
  }

  @Test
  void sparseRowsAreMarkedAndKeepTheirZeros() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      lines.add(i % 2 + " " + (1 + i) + ":" + (i == 3 ? "nan" : i - 7) + " 40:1");
    }
    Path path = Files.write(directory.resolve("rows.svm"), lines);
    InputSettings input =
        Inputs.withColumns(
            Inputs.of(
                "libsvm",
                path.toString(),
                null,
                ColumnSettings.numbers("label"),
                BadRowPolicy.fail()),
            ColumnSettings.numbers("label").withMissingTexts(Set.of("nan")));
    PreparedData data = prepared(input, markedAndBinned());
    assertThat(data.preparation().inputNames()).hasSize(41).endsWith("x40", "x4 (missing)");
    double one = 1 / Math.sqrt(10.0 / 9);
    for (int i = 0; i < 20; i++) {
      List<Double> row = features(data).get(i);
      assertThat(row.get(40)).isEqualTo(i == 3 ? 1.0 : 0.0);
      assertThat(row.get(39)).isEqualTo(one);
      assertThat(row.get(i)).isEqualTo(i == 3 ? 0 : Math.signum(i - 7) * one);
      assertThat(row.stream().filter(x -> x != 0)).hasSize(i == 7 ? 1 : 2);
    }
    assertThat(scored(input, data.preparation())).isEqualTo(features(data));
  }

  @Test
  void aMeanIsTakenBeforeTheScaleAndIsItsMiddle() throws IOException {
    InputSettings input = csv(Map.of(), "x,wet,label", "1,1,a", ",0,b", "5,0,a");
    PreparedData data = prepared(input, settings(Method.Z_SCORE, MissingValues.Policy.MEAN));
    assertThat(features(data).get(1).get(0)).isZero();
    assertThat(features(data).get(0).get(0)).isCloseTo(-1, within(1e-15));
  }

  @Test
  void aColumnWithoutAnyValueHasNoMean() throws IOException {
    InputSettings input = csv(Map.of(), "x,wet,label", ",1,a", ",0,b");
    assertThatThrownBy(() -> prepared(input, settings(Method.NONE, MissingValues.Policy.MEAN)))
        .isInstanceOf(DataException.class)
        .hasMessage("feature x has no value in any row, and so no mean");
  }

  @Test
  void categoriesAreAsDeclaredOrAsFoundInTheirOrder() throws IOException {
    Map<String, List<String>> categories = new LinkedHashMap<>();
    categories.put("size", List.of("small", "large"));
    categories.put("floor", List.of());
    String[] lines = {
      "size,x,floor,wet,label", "large,1,10,0,a", "small,2,9,0,b", "\"small\",3,-1,0,b"
    };
    PreparedData data = prepared(csv(categories, lines), PreparationSettings.simple());
    assertThat(data.preparation().columns())
        .containsExactly(
            InputColumn.category("size", List.of("small", "large")),
            InputColumn.number("x"),
            InputColumn.category("floor", List.of("-1", "9", "10")),
            InputColumn.truth("wet"));
    assertThat(features(data))
        .containsExactly(
            List.of(0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0),
            List.of(1.0, 0.0, 2.0, 0.0, 1.0, 0.0, 0.0),
            List.of(1.0, 0.0, 3.0, 1.0, 0.0, 0.0, 0.0));
    lines[1] = "huge,1,10,0,a";
    InputSettings huge = csv(categories, lines);
    assertThatThrownBy(() -> prepared(huge, PreparationSettings.simple()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "line 2: column size: 'huge' is not one of its categories [small, large]");
  }

  @Test
  void tooManyCategoriesAreFoundInOnePartAndOverAll() throws IOException {
    InputSettings many =
        csv(Map.of("x", List.of()), "x,wet,label", "a,1,a", "b,1,b", "c,1,a", "d,1,a");
    assertThatThrownBy(() -> Inputs.inspect(spark, many))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column x has more than 3 categories");
    Path two = Files.createDirectory(directory.resolve("two"));
    Files.write(two.resolve("a.csv"), List.of("x,wet,label", "a,1,a", "b,1,b"));
    Files.write(two.resolve("b.csv"), List.of("x,wet,label", "c,1,a", "d,1,b"));
    assertThatThrownBy(
            () -> Inputs.inspect(spark, Inputs.withColumns(Inputs.csv(two), many.columns())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column x has more than 3 categories");
  }

  @Test
  void aCategoryThatTheModelDoesNotKnowIsRefusedOrAllZeros() throws IOException {
    InputSettings input = csv(Map.of("x", List.of()), "x,wet,label", "a,1,p", "new,0,q");
    for (UnknownCategories unknown : UnknownCategories.values()) {
      Preparation known =
          new Preparation(
              List.of(InputColumn.category("x", List.of("a", "b")), InputColumn.truth("wet")),
              List.of("p", "q"),
              org.sparkbackprop.model.Standardisation.none(),
              MissingValues.refused(),
              unknown);
      if (unknown == UnknownCategories.REFUSED) { // the others are the same without a level
        assertThatThrownBy(() -> scored(input, known))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("line 3: column x: 'new' is not one of its categories [a, b]");
      } else {
        assertThat(scored(input, known))
            .containsExactly(List.of(1.0, 0.0, 1.0), List.of(0.0, 0.0, 0.0));
      }
    }
  }

  private static List<List<Double>> scored(InputSettings input, Preparation preparation) {
    InspectedInput rows =
        InspectedInput.forModel(
            spark,
            InspectedInput.AS_CONFIGURED,
            input,
            preparation,
            RequiredColumns.Labels.REQUIRED,
            Precision.DOUBLE);
    return Inputs.rows(PreparedData.scorable(rows).collect(), preparation.classNames()).stream()
        .map(Inputs.Row::features)
        .toList();
  }
}
