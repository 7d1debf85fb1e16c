package org.sparkbackprop.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.TableFiles;
import org.sparkbackprop.data.Written;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.MissingValues.Policy;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.model.Standardisation.Method;
import org.sparkbackprop.settings.ClassWeights;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.ValidationSettings;
import org.sparkbackprop.storage.Json;

class TrainingStatisticsTest {

  private static final int ROWS = 1500;

  private static final Preparation NUMBERS =
      Preparation.ofNumbers(List.of("x", "y"), List.of("a", "b"), 1);

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

  private static PreparationSettings settings(Method method) {
    return new PreparationSettings(method, Policy.CONSTANT, 0, UnknownCategories.REFUSED);
  }

  private static PreparedData load(
      InputSettings input, Method method, int partitions, Precision precision) {
    return Inputs.load(
        spark,
        input,
        settings(method),
        Inputs.NO_VALIDATION,
        Inputs.packing(OptionalInt.of(partitions), precision, ClassWeights.none()));
  }

  private static TrainingStatistics statistics(PreparedData data) {
    return TrainingStatistics.of(data, Optional.empty()).own();
  }

  /** A bell, whole numbers, and what is 0 in most rows, around a middle. */
  private static double[][] numbers(int seed, double middle) {
    Random random = new Random(seed);
    double[][] rows = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      double rare = random.nextInt(20) == 0 ? random.nextDouble() : 0;
      rows[i] = new double[] {middle + random.nextGaussian(), random.nextInt(6), rare};
    }
    return rows;
  }

  private InputSettings numbersAsCsv(double[][] rows, String... names) throws IOException {
    Path path = Files.createTempDirectory(directory, "table");
    List<String> columns = new ArrayList<>(List.of(names));
    columns.add("label");
    double[][] labelled = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      labelled[i] = Arrays.copyOf(rows[i], names.length + 1);
      labelled[i][names.length] = i % 3;
    }
    return Inputs.csv(TableFiles.write(path, "csv", columns, labelled));
  }

  private static double[] column(double[][] rows, int at) {
    return Arrays.stream(rows).mapToDouble(row -> row[at]).toArray();
  }

  /** Each feature's counts are those of a loop over the rows, in the same bins. */
  private static void requireCounts(TrainingStatistics statistics, double[][] rows) {
    int feature = 0;
    for (ColumnStatistics column : statistics.columns()) {
      for (Histogram histogram : column.histograms()) {
        assertThat(histogram.counts())
            .as(histogram.toString())
            .isEqualTo(StatisticsFixture.count(column(rows, feature++), histogram.edges()));
      }
    }
    assertThat(feature).isEqualTo(rows[0].length);
  }

  @Test
  void denseRowsAreCountedInTheUnitsTheyComeInWhateverThePartitions() throws IOException {
    double[][] rows = numbers(1, 5);
    InputSettings input = numbersAsCsv(rows, "bell", "whole", "rare");
    for (Precision precision : Precision.values()) {
      for (Method method : List.of(Method.NONE, Method.Z_SCORE, Method.MIN_MAX, Method.ROBUST)) {
        TrainingStatistics one = statistics(load(input, method, 1, precision));
        requireCounts(one, rows);
        assertThat(statistics(load(input, method, 2, precision))).isEqualTo(one);
        assertThat(statistics(load(input, method, 7, precision))).isEqualTo(one);
        assertThat(one.rows()).isEqualTo(ROWS);
        assertThat(one.classes()).isEqualTo(Map.of("0", 500L, "1", 500L, "2", 500L));
        assertThat(one.columns().get(1).histograms().get(0).counts()).hasSizeBetween(6, 8);
      }
    }
  }

  @Test
  void sparseRowsAreCountedWithTheirZeros() throws IOException {
    double[][] rows = numbers(2, 0);
    InputSettings dense = numbersAsCsv(rows, "bell", "whole", "rare");
    InputSettings sparse = Inputs.withLayout(dense, InputSettings.Layout.SPARSE);
    for (Precision precision : Precision.values()) {
      for (int partitions : new int[] {1, 2, 7}) {
        PreparedData data = load(sparse, Method.NONE, partitions, precision);
        assertThat(data.input().storedAs()).contains("sparse");
        TrainingStatistics statistics = statistics(data);
        requireCounts(statistics, rows);
        assertThat(statistics)
            .isEqualTo(statistics(load(dense, Method.NONE, partitions, precision)));
      }
    }
  }

  @Test
  void bytesAreCountedBeforeTheyAreDivided() throws IOException {
    byte[] pixels = Written.randomBytes(ROWS * 5, 256);
    double[][] rows = new double[ROWS][5];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 5 == 4 ? 0 : pixels[i]; // a pixel at the margin
      rows[i / 5][i % 5] = pixels[i] & 0xff;
    }
    Path images = Written.idx(directory.resolve("images"), false, new int[] {ROWS, 5}, pixels);
    Path labels =
        Written.idx(
            directory.resolve("labels"), false, new int[] {ROWS}, Written.randomBytes(ROWS, 3));
    InputSettings input = Inputs.idx(images, labels);
    for (int partitions : new int[] {1, 2, 7}) {
      PreparedData data = Inputs.load(spark, input, partitions);
      assertThat(data.input().storedAs()).contains("bytes");
      TrainingStatistics statistics = statistics(data);
      requireCounts(statistics, rows);
      assertThat(statistics.columns()).hasSize(1);
      assertThat(statistics.columns().get(0).missing()).isZero();
      Histogram margin = statistics.columns().get(0).histograms().get(4);
      assertThat(margin.counts()).containsExactly(0L, (long) ROWS, 0L);
    }
  }

  @Test
  void shuffledRowsAreCountedAsThoseInOrder() throws IOException {
    double[][] rows = numbers(3, 0);
    InputSettings input = numbersAsCsv(rows, "bell", "whole", "rare");
    PackingSettings shuffled =
        Inputs.packing(
            OptionalInt.of(3),
            PackingSettings.Placement.BY_HASH,
            Precision.DOUBLE,
            ClassWeights.none());
    requireCounts(
        statistics(
            Inputs.load(spark, input, settings(Method.NONE), Inputs.NO_VALIDATION, shuffled)),
        rows);
  }

  @Test
  void ofVeryWideRowsFeaturesAtEvenDistancesAreCounted() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lines.add("%s 1:%s 4:1.5 %s:1".formatted(i % 2, 1 + i % 3, 25_000 - i % 2));
    }
    InputSettings input =
        Inputs.table("libsvm", Files.write(directory.resolve("wide.libsvm"), lines));
    PreparedData data = load(input, Method.NONE, 2, Precision.DOUBLE);
    TrainingStatistics earlier = statistics(data);
    List<Histogram> histograms = earlier.columns().get(0).histograms();
    assertThat(histograms).hasSize((25_000 + 2) / 3);
    assertThat(histograms.get(0).counts()).containsExactly(0L, 10L, 10L, 10L, 0L);
    assertThat(histograms.get(1).counts()).containsExactly(0L, 30L, 0L);
    assertThat(histograms.get(1).edges()).allMatch(edge -> edge > 1.49 && edge < 1.51);
    TrainingStatistics.Counted counted = TrainingStatistics.of(data, Optional.of(earlier));
    assertThat(counted.inBinsOfEarlier().values()).containsExactlyElementsOf(histograms);
    assertThat(counted.inEarlierAlone()).isEmpty();
    assertThat(counted.inOwnAlone()).isEmpty();
  }

  private InputSettings mixed(String name, String... lines) throws IOException {
    Path path = Files.write(directory.resolve(name), List.of(lines));
    return Inputs.withColumns(Inputs.csv(path), StatisticsFixture.columns());
  }

  @Test
  void truthValuesCategoriesAndMissingValuesAreCounted() throws IOException {
    InputSettings input =
        mixed(
            "mixed.csv",
            "x,color,wet,label",
            "1,red,1,a",
            "NA,blue,,b",
            ",,0,a",
            "3,blue,true,b",
            "3,blue,1,b");
    for (InputSettings.Layout layout :
        List.of(InputSettings.Layout.AUTOMATIC, InputSettings.Layout.SPARSE)) {
      TrainingStatistics statistics =
          statistics(load(Inputs.withLayout(input, layout), Method.NONE, 2, Precision.DOUBLE));
      assertThat(statistics.classes()).isEqualTo(Map.of("a", 2L, "b", 3L));
      ColumnStatistics x = statistics.columns().get(0);
      ColumnStatistics color = statistics.columns().get(1);
      ColumnStatistics wet = statistics.columns().get(2);
      assertThat(x.missing()).isEqualTo(0.4);
      assertThat(color.missing()).isEqualTo(0.2);
      assertThat(wet.missing()).isEqualTo(0.2);
      assertThat(color.categories()).isEqualTo(Map.of("blue", 3L, "red", 1L));
      assertThat(color.noCategory()).isZero();
      assertThat(wet.histograms())
          .containsExactly(new Histogram("wet", List.of(0.5), List.of(1L, 3L), 1));
    }
  }

  @Test
  void missingValuesOfAVectorAreAShareOfAllItsNumbers() throws IOException {
    Path path =
        Files.write(
            directory.resolve("vectors.json"),
            List.of(
                "{\"v\":[1,2],\"label\":\"a\"}",
                "{\"v\":null,\"label\":\"b\"}",
                "{\"v\":[5,6],\"label\":\"a\"}",
                "{\"v\":[7,8],\"label\":\"b\"}"));
    ColumnSettings like = ColumnSettings.numbers("label");
    InputSettings input =
        Inputs.withColumns(
            Inputs.table("json", path),
            new ColumnSettings(
                "label",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                100,
                Map.of("v", 2),
                like.missingTexts(),
                List.of()));
    ColumnStatistics vector =
        statistics(load(input, Method.NONE, 1, Precision.DOUBLE)).columns().get(0);
    assertThat(vector.missing()).isEqualTo(0.25);
    assertThat(vector.histograms()).extracting(Histogram::feature).containsExactly("v1", "v2");
    assertThat(vector.histograms()).allMatch(v -> v.missing() == 1 && v.known() == 3);
  }

  /** Whatever takes its place, a missing value is in no bin, and moves no edge. */
  @Test
  void whatTakesThePlaceOfAMissingValueIsInNoBin() throws IOException {
    double[][] rows = numbers(7, 2);
    List<String> lines = new ArrayList<>(List.of("bell,whole,rare,label"));
    List<double[]> known = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      boolean missing = i % 20 < 7;
      lines.add(
          "%s,%s,%s,%s"
              .formatted(
                  missing ? "NA" : "" + rows[i][0],
                  missing ? "" : "" + rows[i][1],
                  missing ? "NA" : "" + rows[i][2],
                  i % 3));
      if (!missing) {
        known.add(rows[i]);
      }
    }
    InputSettings input =
        Inputs.withColumns(
            Inputs.csv(Files.write(directory.resolve("gaps.csv"), lines)),
            ColumnSettings.numbers("label")
                .withMissingTexts(StatisticsFixture.columns().missingTexts()));
    double[][] present = known.toArray(double[][]::new);
    for (Policy policy : List.of(Policy.MEAN, Policy.CONSTANT)) {
      for (Precision precision : Precision.values()) {
        for (Method method : List.of(Method.NONE, Method.Z_SCORE, Method.ROBUST)) {
          PreparedData data =
              Inputs.load(
                  spark,
                  input,
                  new PreparationSettings(method, policy, 3, UnknownCategories.REFUSED),
                  Inputs.NO_VALIDATION,
                  Inputs.packing(OptionalInt.of(2), precision, ClassWeights.none()));
          TrainingStatistics statistics = statistics(data);
          requireCounts(statistics, present);
          for (ColumnStatistics column : statistics.columns()) {
            assertThat(column.missing()).isEqualTo(0.35);
            assertThat(column.histograms().get(0).missing()).isEqualTo(525);
          }
          // a tenth of what is there is in each bin, as if there were no other rows
          assertThat(statistics.columns().get(0).histograms().get(0).counts())
              .hasSize(10)
              .allSatisfy(count -> assertThat(count).isBetween(85L, 110L));
        }
      }
    }
  }

  @Test
  void unknownCategoriesAreNoneOfTheOthersAndNotMissing() throws IOException {
    ColumnSettings like = StatisticsFixture.columns();
    ColumnSettings known =
        new ColumnSettings(
            "label",
            Optional.empty(),
            List.of(),
            List.of(),
            List.of("wet"),
            Map.of("color", List.of("red", "blue")),
            100,
            Map.of(),
            like.missingTexts(),
            List.of());
    Path path =
        Files.write(
            directory.resolve("unknown.csv"),
            List.of("color,wet,label", "red,1,a", "green,,b", ",0,a", "blue,1,b", "red,1,b"));
    InputSettings input = Inputs.withColumns(Inputs.csv(path), known);
    for (double constant : new double[] {0, 1}) {
      PreparedData data =
          Inputs.load(
              spark,
              input,
              new PreparationSettings(
                  Method.NONE, Policy.CONSTANT, constant, UnknownCategories.ZEROS),
              Inputs.NO_VALIDATION,
              Inputs.packing(2));
      ColumnStatistics color = statistics(data).columns().get(0);
      assertThat(color.missing()).isEqualTo(0.2);
      assertThat(color.categories()).isEqualTo(Map.of("red", 2L, "blue", 1L));
      assertThat(color.noCategory()).isEqualTo(1);
      assertThat(statistics(data).columns().get(1).histograms())
          .containsExactly(new Histogram("wet", List.of(0.5), List.of(1L, 3L), 1));
    }
  }

  /** Statistics of an earlier version, whose bins have missing values as what took their place. */
  @Test
  void missingValuesAreTakenOutOfBinsThatWereWrittenWithThem() {
    String earlier =
        "{\"format\":1,\"rows\":8,\"classes\":{\"a\":4,\"b\":4},\"columns\":["
            + "{\"name\":\"x\",\"kind\":\"number\",\"missing\":0.25,\"features\":[{\"name\":\"x\","
            + "\"edges\":[1.0,5.0],\"counts\":[2,4,2]}]},"
            + "{\"name\":\"y\",\"kind\":\"number\",\"missing\":0.0,\"features\":[{\"name\":\"y\","
            + "\"edges\":[1.0],\"counts\":[2,6]}]},"
            + "{\"name\":\"z\",\"kind\":\"number\",\"missing\":0.5,\"features\":[{\"name\":\"z\","
            + "\"edges\":[1.0],\"counts\":[7,1]}]},"
            + "{\"name\":\"v\",\"kind\":\"vector\",\"missing\":0.5,\"size\":1,\"features\":[{\"name\":"
            + "\"v1\",\"edges\":[1.0],\"counts\":[7,1]}]},"
            + "{\"name\":\"c\",\"kind\":\"category\",\"missing\":0.25,"
            + "\"categories\":{\"r\":3,\"s\":2},\"no_category\":3}]}";
    Preparation means =
        new Preparation(
            List.of(
                InputColumn.number("x"),
                InputColumn.number("y"),
                InputColumn.number("z"),
                InputColumn.vector("v", 1),
                InputColumn.category("c", List.of("r", "s"))),
            List.of("a", "b"),
            Standardisation.divide(1, List.of()),
            MissingValues.means(new double[] {3, 2, 2, 2, 0.6, 0.4}),
            UnknownCategories.ZEROS);
    TrainingStatistics read =
        TrainingStatistics.of(
            Json.parse(earlier.getBytes(StandardCharsets.UTF_8), "a file"), "a file", means);
    List<ColumnStatistics> columns = read.columns();
    assertThat(columns.get(0).histograms())
        .containsExactly(new Histogram("x", List.of(1.0, 5.0), List.of(2L, 2L, 2L), 2));
    assertThat(columns.get(1).histograms())
        .containsExactly(new Histogram("y", List.of(1.0), List.of(2L, 6L), 0));
    assertThat(columns.get(2).histograms()).isEmpty(); // 2 cannot have been four of one
    assertThat(columns.get(3).histograms()).isEmpty();
    assertThat(columns.get(4).categories()).isEqualTo(Map.of("r", 3L, "s", 2L));
    assertThat(columns.get(4).noCategory()).isEqualTo(1);
    assertThat(columns)
        .extracting(ColumnStatistics::missing)
        .containsExactly(0.25, 0.0, 0.5, 0.5, 0.25);
    assertThat(written(read, means)).isEqualTo(read);
  }

  @Test
  void missingValuesOfRowsThatAreHeldOutDoNotCount() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,y,label"));
    for (int i = 0; i < 400; i++) {
      lines.add("%s,%s,%s".formatted(i % 4 == 0 ? "" : "1", i, i % 2 == 0 ? "a" : "b"));
    }
    Path path = Files.write(directory.resolve("held.csv"), lines);
    PreparedData data =
        Inputs.load(
            spark,
            Inputs.csv(path),
            settings(Method.NONE),
            new ValidationSettings(0.5, Optional.empty()),
            Inputs.packing(2));
    TrainingStatistics statistics = statistics(data);
    List<Inputs.Row> trained = Inputs.rows(data);
    double missing = trained.stream().filter(row -> row.feature(0) == 0).count();
    assertThat(statistics.rows()).isEqualTo(trained.size()).isBetween(150L, 250L);
    assertThat(statistics.columns().get(0).missing()).isEqualTo(missing / trained.size());
    assertThat(data.input().missingCounts()).containsExactly((long) missing, 0);
  }

  @Test
  void newRowsAreCountedInTheBinsOfEarlierOnes() throws IOException {
    TrainingStatistics earlier =
        statistics(
            load(
                numbersAsCsv(numbers(4, 0), "bell", "whole", "old"),
                Method.Z_SCORE,
                2,
                Precision.FLOAT));
    double[][] rows = numbers(5, 1);
    TrainingStatistics.Counted counted =
        TrainingStatistics.of(
            load(numbersAsCsv(rows, "bell", "whole", "new"), Method.MIN_MAX, 3, Precision.DOUBLE),
            Optional.of(earlier));
    requireCounts(counted.own(), rows);
    assertThat(counted.inBinsOfEarlier()).containsOnlyKeys("bell", "whole");
    assertThat(counted.inEarlierAlone()).containsExactly("old");
    assertThat(counted.inOwnAlone()).containsExactly("new");
    for (int j = 0; j < 2; j++) {
      Histogram before = earlier.columns().get(j).histograms().get(0);
      assertThat(counted.inBinsOfEarlier().get(before.feature()))
          .isEqualTo(
              new Histogram(
                  before.feature(),
                  before.edges(),
                  StatisticsFixture.count(column(rows, j), before.edges()),
                  0));
    }
  }

  @Test
  void theyAreTheSameAfterTheyWereWrittenAndRead() throws IOException {
    InputSettings input =
        mixed("written.csv", "x,color,wet,label", "1.5,red,1,a", "-3e300,,0,b", "0.1,blue,1,b");
    TrainingStatistics statistics = statistics(load(input, Method.NONE, 1, Precision.DOUBLE));
    assertThat(written(statistics)).isEqualTo(statistics);
    TrainingStatistics numbers =
        statistics(
            load(numbersAsCsv(numbers(6, 0), "a", "b", "c"), Method.Z_SCORE, 2, Precision.FLOAT));
    assertThat(written(numbers)).isEqualTo(numbers);
    assertThat(new ArrayList<>(written(numbers).classes().keySet())).containsExactly("0", "1", "2");
  }

  private static TrainingStatistics written(TrainingStatistics statistics) {
    return written(statistics, NUMBERS);
  }

  private static TrainingStatistics written(TrainingStatistics statistics, Preparation trained) {
    byte[] text = Json.document(statistics.toFields()).getBytes(StandardCharsets.UTF_8);
    return TrainingStatistics.of(Json.parse(text, "a file"), "a file", trained);
  }

  @Test
  void damagedStatisticsAreRefusedNamingTheFile() {
    String good =
        "{\"format\":2,\"rows\":3,\"classes\":{\"a\":1,\"b\":2},\"columns\":[{\"name\":\"x\","
            + "\"kind\":\"number\",\"missing\":0.5,\"features\":[{\"name\":\"x\",\"edges\":[0.5],"
            + "\"counts\":[1,1],\"missing\":1}]},{\"name\":\"c\",\"kind\":\"category\",\"missing\":0,"
            + "\"categories\":{\"r\":3},\"no_category\":0}]}";
    assertThat(read(good).rows()).isEqualTo(3);
    for (String[] damage :
        new String[][] {
          {"\"format\":2", "\"format\":3"},
          {"\"rows\":3", "\"rows\":4"},
          {"\"rows\":3", "\"rows\":\"3\""},
          {"\"rows\":3,", ""},
          {"[1,1]", "[1,2]"},
          {"[1,1]", "[1,1,0]"},
          {"[1,1]", "[3,-1]"},
          {"[1,1]", "[1,9223372036854775807]"},
          {"[1,1]", "[1,99999999999999999999]"},
          {"[1,1]", "[1,null]"},
          {"[1,1]", "[1,1.0]"},
          {",\"missing\":1", ""},
          {"[1,1],\"missing\":1", "[1,3],\"missing\":-1"},
          {"\"missing\":1}", "\"missing\":\"1\"}"},
          {"[0.5]", "[1e999]"},
          {"[0.5]", "[\"0.5\"]"},
          {"[0.5]", "0.5"},
          {"\"missing\":0.5", "\"missing\":1.5"},
          {"\"kind\":\"number\"", "\"kind\":\"picture\""},
          {"\"kind\":\"number\"", "\"kind\":\"vector\""},
          {"\"b\":2", "\"b\":-2"},
          {"{\"r\":3}", "[3]"},
          {"\"no_category\":0", "\"no_category\":-1"},
          {"\"columns\":[", "\"others\":["}
        }) {
      assertThat(good).contains(damage[0]);
      String damaged = good.replace(damage[0], damage[1]);
      assertThatThrownBy(() -> read(damaged))
          .as(damaged)
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("statistics.json");
    }
  }

  private static TrainingStatistics read(String text) {
    return TrainingStatistics.of(
        Json.parse(text.getBytes(StandardCharsets.UTF_8), "statistics.json"),
        "statistics.json",
        NUMBERS);
  }
}
