package org.sparkbackprop.data.holdout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.HeldOutRows;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.FoundClasses;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.scan.FeatureStatistics;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.data.scan.Scan;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.data.source.csv.CsvColumns;
import org.sparkbackprop.data.source.csv.CsvHeader;
import org.sparkbackprop.data.source.csv.CsvRowReader;
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ClassSettings;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.DatabaseSettings;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.HoldOutShares;
import org.sparkbackprop.settings.HoldOutShares.Of;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.TextSettings;
import org.sparkbackprop.settings.ValidationSettings;
import org.sparkbackprop.settings.targets.TargetColumns;

/** Which rows are held out, and what says so. */
class HoldOutTest {

  private static final String HEADER = "n,c,customer,day,label\n";

  @TempDir private Path directory;

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  /**
   * A row of a table of few different features, whose label is drawn.
   *
   * @param n its number, which is no feature, but the key where there is one
   */
  private record Line(int n, int c, String customer, String day, String label) {

    String csv() {
      return "%s,%s,%s,%s,%s%n".formatted(n, c, customer, day, label);
    }

    String json() {
      return "{\"label\": \"%s\", \"day\": \"%s\", \"customer\": \"%s\", \"c\": %s.0, \"n\": %s}%n"
          .formatted(label, day, customer, c, n);
    }
  }

  private static List<Line> lines(int count) {
    Random random = new Random(1);
    List<Line> lines = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int c = random.nextInt(6);
      String day =
          String.format(Locale.ROOT, "2026-%02d-%02d", 1 + n * 12 / count, 1 + random.nextInt(28));
      String label = random.nextInt(10) < c ? "yes" : "no";
      lines.add(new Line(n, c, "customer-" + random.nextInt(count / 10), day, label));
    }
    return lines;
  }

  private Path csv(String name, List<Line> lines) throws IOException {
    String rows = lines.stream().map(Line::csv).collect(Collectors.joining());
    return Files.writeString(directory.resolve(name), HEADER + rows);
  }

  private static InputSettings input(String format, Path path, String... key) {
    ColumnSettings columns = columns(List.of("n", "c"), List.of(key));
    return Inputs.of(format, path.toString(), null, columns, BadRowPolicy.quarantined(1));
  }

  private static ColumnSettings columns(List<String> features, List<String> key) {
    return new ColumnSettings(
        "label",
        Optional.empty(),
        features,
        List.of(),
        List.of(),
        Map.of(),
        100,
        Map.of(),
        Set.of(""),
        key);
  }

  private static InputSettings table(String name, String... key) {
    return new InputSettings(
        "table",
        Optional.empty(),
        Optional.empty(),
        columns(List.of("n", "c"), List.of(key)),
        TextSettings.csv(),
        DatabaseSettings.ofCatalog(name),
        OptionalInt.empty(),
        BadRowPolicy.fail(),
        InputSettings.Layout.AUTOMATIC,
        OptionalDouble.empty(),
        ClassSettings.found(),
        Inputs.threeClouds(1),
        TargetColumns.ofClass());
  }

  private static HoldOutSettings settings(double validation, double test, long seed) {
    return new HoldOutSettings(
        new HoldOutShares(validation, test, seed, Of.EACH_CLASS), List.of(), Optional.empty());
  }

  private static HoldOutSettings grouped(double validation) {
    return new HoldOutSettings(
        new HoldOutShares(validation, 0, 1, Of.EACH_CLASS), List.of("customer"), Optional.empty());
  }

  private static HoldOutSettings ordered(double validation, double test, String column) {
    return new HoldOutSettings(
        new HoldOutShares(validation, test, 1, Of.EACH_CLASS), List.of(), Optional.of(column));
  }

  private InspectedInput inspect(InputSettings input, HoldOutSettings heldOut) {
    return InspectedInput.forTraining(
        spark,
        InspectedInput.AS_CONFIGURED,
        input,
        PreparationSettings.simple(),
        heldOut,
        Precision.DOUBLE);
  }

  /** The numbers n of the rows of a part, as they are packed into so many partitions. */
  private Set<Integer> numbers(
      InputSettings input, HoldOutSettings heldOut, DataSubset part, int partitions) {
    InspectedInput inspected = inspect(input, heldOut);
    List<Batch> batches =
        inspected
            .batches(part, PackingSettings.Placement.IN_ORDER, partitions, new double[0])
            .collect();
    List<Inputs.Row> rows = Inputs.rows(batches, inspected.preparation().classNames());
    assertThat(rows).hasSize((int) inspected.rows(part));
    return rows.stream().map(row -> (int) row.feature(0)).collect(Collectors.toSet());
  }

  private Set<Integer> validation(InputSettings input, HoldOutSettings heldOut) {
    return numbers(input, heldOut, DataSubset.VALIDATION, 1);
  }

  @Test
  void oneFileHoldsOutExactSharesOfEachClassWhateverItsFormatItsPartsAndItsLabels()
      throws IOException {
    List<Line> lines = lines(3000);
    InputSettings csv = input("csv", csv("rows.csv", lines));
    HoldOutSettings asked = settings(0.2, 0.1, 1);
    InspectedInput inspected = inspect(csv, asked);
    HeldOutRows held = inspected.heldOut().orElseThrow();
    held.labels()
        .forEach(
            (label, count) -> {
              assertThat(held.validationLabels().get(label)).isEqualTo(Math.round(0.2 * count));
              assertThat(held.testLabels().get(label)).isEqualTo(Math.round(0.1 * count));
            });
    assertThat(held.notes()).isEmpty();
    Set<Integer> validation = validation(csv, asked);
    Set<Integer> test = numbers(csv, asked, DataSubset.TEST, 3);
    Set<Integer> training = numbers(csv, asked, DataSubset.TRAINING, 2);
    assertThat(training.size() + validation.size() + test.size()).isEqualTo(3000);
    assertThat(Collections.disjoint(validation, test)).isTrue();
    assertThat(Collections.disjoint(validation, training)).isTrue();

    Path json = directory.resolve("other.name.json");
    Files.writeString(json, lines.stream().map(Line::json).collect(Collectors.joining()));
    assertThat(validation(input("json", json), asked)).isEqualTo(validation);
    assertThat(validation(input("parquet", parquet(json)), asked)).isEqualTo(validation);
    assertThat(validation(csv, settings(0.2, 0.1, 2))).isNotEqualTo(validation);

    List<Line> corrected = new ArrayList<>(lines);
    Line first = lines.get(0);
    String other = first.label().equals("yes") ? "no" : "yes";
    corrected.set(0, new Line(0, first.c(), first.customer(), first.day(), other));
    Set<Integer> moved =
        new HashSet<>(validation(input("csv", csv("corrected.csv", corrected)), asked));
    Set<Integer> same = new HashSet<>(moved);
    same.retainAll(validation);
    assertThat(same.size()).isGreaterThanOrEqualTo(validation.size() - 3);
  }

  private Path parquet(Path json) throws IOException {
    Path path = directory.resolve("parquet");
    SparkSession.builder()
        .getOrCreate()
        .read()
        .json(json.toString())
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(path.toString());
    try (var files = Files.list(path)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  @Test
  void theLabelDoesNotSayWhichOfEqualRowsAreHeldOut() throws IOException {
    List<Line> lines = lines(6000);
    InspectedInput inspected = inspect(input("csv", csv("rows.csv", lines)), settings(0.2, 0, 1));
    Set<Integer> held = validation(input("csv", csv("rows.csv", lines)), settings(0.2, 0, 1));
    assertThat(inspected.rows(DataSubset.VALIDATION)).isCloseTo(1200, within(1L));
    for (int c = 0; c < 6; c++) {
      int of = c;
      List<Line> equal = lines.stream().filter(line -> line.c() == of).toList();
      List<Line> heldOut = equal.stream().filter(line -> held.contains(line.n())).toList();
      assertThat((double) heldOut.size() / equal.size()).isCloseTo(0.2, within(0.04));
      assertThat(shareOfYes(heldOut)).isCloseTo(shareOfYes(equal), within(0.1));
    }
  }

  @Test
  void classesOfNumbersHaveExactSharesHoweverTheirLabelsAreWritten() throws IOException {
    String[] ways = {"%s", "%s.0", "%se0", "+%s"};
    List<Line> written = new ArrayList<>();
    StringBuilder json = new StringBuilder();
    for (Line line : lines(3000)) {
      String label = line.label().equals("yes") ? "1" : "0";
      Line number = new Line(line.n(), line.c(), line.customer(), line.day(), label);
      json.append(number.json().replaceFirst("\"([01])\"", "$1.0"));
      String way = ways[line.n() * 7 % 11 % 4].formatted(label);
      written.add(new Line(line.n(), line.c(), line.customer(), line.day(), way));
    }
    HoldOutSettings asked = settings(0.19, 0.1, 1);
    InputSettings csv = input("csv", csv("rows.csv", written));
    HeldOutRows held = inspect(csv, asked).heldOut().orElseThrow();
    assertThat(held.labels()).containsOnlyKeys("0", "1");
    held.labels()
        .forEach(
            (label, count) -> {
              assertThat(held.validationLabels().get(label)).isEqualTo(Math.round(0.19 * count));
              assertThat(held.testLabels().get(label)).isEqualTo(Math.round(0.1 * count));
            });
    Path numbers = Files.writeString(directory.resolve("numbers.json"), json);
    assertThat(validation(input("parquet", parquet(numbers)), asked))
        .isEqualTo(validation(csv, asked));
  }

  @Test
  void aLabelOfItsOwnInEveryRowIsRefusedAtOnceAndClassesThatAreNamedAreNot() throws IOException {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int n = 0; n < 150_000; n++) {
      rows.append(n).append(",1,,,id").append(n).append('\n');
    }
    Path file = Files.writeString(directory.resolve("rows.csv"), rows);
    HoldOutSettings fifth = settings(0.2, 0, 1);
    assertThatThrownBy(() -> inspect(input("csv", file), fifth))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "rows.csv, line 1002",
            "more than 1,000 different labels",
            "target.kind = number",
            "input.max-classes");

    String[] names = new String[1_200];
    StringBuilder named = new StringBuilder(HEADER);
    for (int n = 0; n < 6_000; n++) {
      names[n % 1_200] = "id" + n % 1_200;
      named.append(n).append(",1,,,id").append(n % 1_200).append('\n');
    }
    Files.writeString(file, named);
    InputSettings many = Inputs.withClasses(input("csv", file), names);
    HeldOutRows held = inspect(many, fifth).heldOut().orElseThrow();
    assertThat(held.validationLabels()).hasSize(1_200).allSatisfy((n, c) -> assertThat(c).isOne());
  }

  private static double shareOfYes(List<Line> lines) {
    return lines.stream().mapToInt(line -> line.label().equals("yes") ? 1 : 0).average().orElse(-1);
  }

  @Test
  void aFileThatIsReadInPartsIsDividedAsAWhole() throws IOException {
    Path file = csv("rows.csv", lines(2000));
    List<Map<String, Long>> labels = new ArrayList<>();
    List<Set<Integer>> numbers = new ArrayList<>();
    for (long bytes : new long[] {1 << 25, 5_000, 777}) {
      TextFiles files = TextFiles.of(file.toString(), new Configuration(), bytes);
      Parts source = new Parts(spark, files, input("csv", file));
      RowValidator judge = source.judge();
      HoldOut holdOut =
          HoldOut.of(spark, source, judge, settings(0.25, 0.1, 1), input("csv", file));
      Scan scan =
          new Scan(
              source.shape(), judge, holdOut, FeatureStatistics.Of.NOTHING, 100, FoundClasses.MAX);
      InputScan scanned = scan.of(source);
      labels.add(scanned.labelCounts(DataSubset.VALIDATION));
      numbers.add(
          new HashSet<>(source.readers().mapPartitions(new Validated(holdOut, judge)).collect()));
    }
    assertThat(numbers.get(0)).hasSize(500);
    assertThat(numbers).allMatch(numbers.get(0)::equals);
    assertThat(labels).allMatch(labels.get(0)::equals);
  }

  /** Numbers n of rows for validation. */
  private record Validated(HoldOut holdOut, RowValidator judge)
      implements org.apache.spark.api.java.function.FlatMapFunction<
          java.util.Iterator<RowReader>, Integer> {
    @Override
    public java.util.Iterator<Integer> call(java.util.Iterator<RowReader> readers) {
      List<Integer> numbers = new ArrayList<>();
      while (readers.hasNext()) {
        RowReader reader = readers.next();
        long number = 0;
        while (reader.advance()) {
          if (judge.fault(reader) == null
              && holdOut.of(reader.split()).of(reader.row(), number++) == DataSubset.VALIDATION) {
            numbers.add((int) reader.row().numbers()[0]);
          }
        }
      }
      return numbers.iterator();
    }
  }

  /** A file in parts of some size. */
  private record Parts(JavaSparkContext spark, TextFiles text, InputSettings settings)
      implements RowSource {

    private CsvColumns columns() {
      return CsvHeader.of(
              "rows",
              text.paths(),
              settings,
              RequiredColumns.ofTraining(
                  MissingValues.Policy.REFUSE, settings(0.25, 0.1), settings),
              new Configuration())
          .columns();
    }

    private static HoldOutSettings settings(double validation, double test) {
      return HoldOutTest.settings(validation, test, 1);
    }

    RowValidator judge() {
      return new RowValidator(
          shape(),
          ClassNames.of(List.of()),
          Formats.CONFIGURED.missingLabels(settings),
          MissingValues.Policy.REFUSE,
          UnknownCategories.REFUSED);
    }

    @Override
    public RowShape shape() {
      return columns().shape();
    }

    @Override
    public JavaRDD<RowReader> readers() {
      CsvColumns columns = columns();
      return text.readers(spark, (part, hadoop) -> new CsvRowReader(columns, part, hadoop));
    }

    @Override
    public List<String> paths() {
      return text.paths();
    }

    @Override
    public String where(SplitId place, long position) {
      return place.file();
    }
  }

  @Test
  void filesKeepTheirRowsWhateverOtherFilesThereAre() throws IOException {
    List<Line> lines = lines(3000);
    Path many = Files.createDirectory(directory.resolve("many"));
    csv("many/a.csv", lines.subList(0, 1000));
    csv("many/b.csv", lines.subList(1000, 2000));
    Set<Integer> before = validation(input("csv", many), settings(0.2, 0, 1));
    csv("many/0.csv", lines.subList(2000, 3000));
    Set<Integer> after = validation(input("csv", many), settings(0.2, 0, 1));
    assertThat(after.stream().filter(n -> n < 2000)).hasSameElementsAs(before);
    HeldOutRows held = inspect(input("csv", many), settings(0.2, 0, 1)).heldOut().orElseThrow();
    assertThat(held.validation()).isCloseTo(600, within(6L));
    assertThat(held.validationLabels().get("yes"))
        .isCloseTo(Math.round(0.2 * held.labels().get("yes")), within(3L));
  }

  @Test
  void filesOfTheSameNameInOtherDirectoriesDoNotMoveTheRowsOfThoseThatWereThere()
      throws IOException {
    List<Line> lines = lines(3000);
    for (String day : new String[] {"days/1", "days/2"}) {
      Files.createDirectories(directory.resolve(day));
    }
    csv("days/1/part.2026.csv", lines.subList(0, 1000));
    csv("days/1/part.2027.csv", lines.subList(1000, 2000));
    InputSettings input = input("csv", Path.of(directory + "/days/*/part*"));
    Set<Integer> before = validation(input, settings(0.2, 0, 1));
    csv("days/2/part.2026.csv", lines.subList(2000, 3000));
    Set<Integer> after = validation(input, settings(0.2, 0, 1));
    assertThat(after.stream().filter(n -> n < 2000)).hasSameElementsAs(before);
    // the same places of files are not the same parts
    Set<Integer> first = new HashSet<>();
    Set<Integer> third = new HashSet<>();
    after.stream().filter(n -> n < 1000).forEach(first::add);
    after.stream().filter(n -> n >= 2000).forEach(n -> third.add(n - 2000));
    assertThat(third).isNotEqualTo(first).hasSizeBetween(198, 202);
  }

  @Test
  void filesOfTheSameNamesAreDividedAlikeWhateverTheirFormat() throws IOException {
    List<Line> lines = lines(1200);
    for (String format : new String[] {"csv", "json", "parquet"}) {
      Files.createDirectories(directory.resolve("tables/" + format));
    }
    for (int file = 0; file < 2; file++) {
      List<Line> some = lines.subList(600 * file, 600 * file + 600);
      String name = file == 0 ? "a b.2026" : "c+d";
      csv("tables/csv/%s.csv".formatted(name), some);
      Path json = directory.resolve("tables/json/%s.jsonl".formatted(name));
      Files.writeString(json, some.stream().map(Line::json).collect(Collectors.joining()));
      Path parquet = directory.resolve("tables/parquet/%s.snappy.parquet".formatted(name));
      Files.move(parquet(json), parquet);
    }
    HoldOutSettings fifth = settings(0.2, 0.1, 1);
    List<Set<Integer>> held = new ArrayList<>();
    for (String format : new String[] {"csv", "json", "parquet"}) {
      held.add(validation(input(format, directory.resolve("tables/" + format)), fifth));
    }
    assertThat(held.get(0)).hasSizeBetween(238, 242);
    assertThat(held).allMatch(held.get(0)::equals);
  }

  @Test
  void ofManySmallFilesTheSharesOfBothPartsAreRight() throws IOException {
    Files.createDirectory(directory.resolve("small"));
    for (int file = 0; file < 80; file++) { // a row of each class
      List<Line> lines = new ArrayList<>();
      for (int c = 0; c < 5; c++) {
        lines.add(new Line(5 * file + c, c, "", "", "class " + c));
      }
      csv("small/%s.csv".formatted(file), lines);
    }
    InputSettings input = input("csv", directory.resolve("small"));
    HeldOutRows held = inspect(input, settings(0.4, 0.4, 1)).heldOut().orElseThrow();
    assertThat(held.validation()).isCloseTo(160, within(25L));
    assertThat(held.test()).isCloseTo(160, within(25L));
  }

  @Test
  void aKeySaysTheSameInEveryFormatAndOrder() throws IOException {
    List<Line> lines = lines(2000);
    HoldOutSettings fifth = settings(0.2, 0.1, 1);
    Set<Integer> held = validation(input("csv", csv("rows.csv", lines), "n"), fifth);
    assertThat(held.size()).isBetween(330, 470);
    List<Line> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(2));
    Path json = directory.resolve("rows.json");
    Files.writeString(json, shuffled.stream().map(Line::json).collect(Collectors.joining()));
    assertThat(validation(input("json", json, "n"), fifth)).isEqualTo(held);
    assertThat(validation(input("parquet", parquet(json), "n"), fifth)).isEqualTo(held);
    assertThat(numbers(input("json", json, "n"), fifth, DataSubset.VALIDATION, 3)).isEqualTo(held);
    HoldOutSettings larger = settings(0.4, 0.1, 1);
    assertThat(validation(input("json", json, "n"), larger)).containsAll(held);
    List<Line> half = lines.subList(0, 1000);
    assertThat(validation(input("csv", csv("half.csv", half), "n"), fifth))
        .isEqualTo(held.stream().filter(n -> n < 1000).collect(Collectors.toSet()));
  }

  @Test
  void groupsStayTogetherAndAreNoFeatures() throws IOException {
    List<Line> lines = lines(3000);
    Path file = csv("rows.csv", lines);
    Set<Integer> held = validation(input("csv", file), grouped(0.3));
    Map<String, Set<Boolean>> sides = new HashMap<>();
    lines.forEach(
        line ->
            sides
                .computeIfAbsent(line.customer(), name -> new HashSet<>())
                .add(held.contains(line.n())));
    assertThat(sides.values()).allMatch(parts -> parts.size() == 1);
    assertThat(held.size()).isBetween(650, 1150);
    InputSettings open =
        Inputs.withColumns(
            input("csv", file),
            new ColumnSettings(
                "label",
                Optional.empty(),
                List.of(),
                List.of("day"),
                List.of(),
                Map.of(),
                100,
                Map.of(),
                Set.of(""),
                List.of()));
    assertThat(inspect(open, grouped(0.3)).preparation().featureNames()).containsExactly("n", "c");
    assertThatThrownBy(
            () ->
                inspect(
                    input("csv", file),
                    new HoldOutSettings(
                        new HoldOutShares(0.2, 0, 1, Of.EACH_CLASS),
                        List.of("client"),
                        Optional.empty())))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("[client]", "validation.group-by", "customer");
  }

  @Test
  void theNewestRowsAreHeldOutAndThoseOfOneValueStayTogether() throws IOException {
    List<Line> lines = new ArrayList<>(lines(2000));
    Collections.shuffle(lines, new Random(3));
    InputSettings input = input("csv", csv("rows.csv", lines));
    HoldOutSettings byDay = ordered(0.2, 0.1, "day");
    Map<Integer, String> days = new HashMap<>();
    lines.forEach(line -> days.put(line.n(), line.day()));
    String oldestTest = oldest(numbers(input, byDay, DataSubset.TEST, 1), days);
    Set<Integer> validation = validation(input, byDay);
    Set<Integer> training = numbers(input, byDay, DataSubset.TRAINING, 1);
    String newestTrained = training.stream().map(days::get).max(String::compareTo).orElseThrow();
    String newestValidated =
        validation.stream().map(days::get).max(String::compareTo).orElseThrow();
    assertThat(newestTrained).isLessThan(oldest(validation, days));
    assertThat(newestValidated).isLessThan(oldestTest);
    assertThat(validation.size()).isBetween(380, 420);
    assertThat(inspect(input, byDay).heldOut().orElseThrow().order()).hasValue(newestTrained);
    // numbers by their value: 1000 is newer than 999
    assertThat(validation(input, ordered(0.2, 0, "n")))
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.IntStream.range(1600, 2000).boxed().toList());
  }

  private static String oldest(Set<Integer> rows, Map<Integer, String> days) {
    return rows.stream().map(days::get).min(String::compareTo).orElseThrow();
  }

  @Test
  void anOrderThatIsNoneIsRefused() throws IOException {
    Path file = directory.resolve("mixed.csv");
    Files.writeString(file, "n,c,day,label\n1,1,5,a\n2,1,2026-01-01,b\n3,1,6,a\n4,1,7,b\n");
    InputSettings mixed = input("csv", file);
    assertThatThrownBy(() -> inspect(mixed, ordered(0.5, 0, "day")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("day", "numbers and texts", "2026-01-01");
    Files.writeString(file, "n,c,day,label\n1,1,5,a\n2,1,,b\n3,1,6,a\n4,1,7,b\n");
    InspectedInput missing = inspect(mixed, ordered(0.4, 0, "day"));
    assertThat(missing.firstFault().orElseThrow())
        .contains("line 3", "column day: the value is missing");
    Files.writeString(file, "n,c,day,label\n1,1,5,a\n2,1,5,b\n3,1,5,a\n4,1,5,b\n");
    assertThatThrownBy(
            () ->
                Inputs.load(
                    spark,
                    mixed,
                    PreparationSettings.simple(),
                    new ValidationSettings(
                        ordered(0.4, 0, "day"),
                        Optional.empty(),
                        Optional.empty(),
                        ValidationSettings.Calibration.NONE),
                    Inputs.packing(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no row is left for validation", "day", "change");
  }

  @Test
  void aTableWithoutAKeyIsDividedByRowAndRankHoweverItIsStored() throws IOException {
    List<Line> lines = new ArrayList<>(lines(3000));
    for (int i = 0; i < lines.size(); i++) { // so that most rows have equals
      Line line = lines.get(i);
      lines.set(i, new Line(line.n() % 50, line.c(), "", "", line.label()));
    }
    HoldOutSettings fifth = settings(0.2, 0, 1);
    List<Inputs.Row> before = null;
    for (int partitions : new int[] {1, 7}) {
      Collections.shuffle(lines, new Random(partitions));
      Path json = directory.resolve("rows.json");
      Files.writeString(json, lines.stream().map(Line::json).collect(Collectors.joining()));
      SparkSession session = SparkSession.builder().getOrCreate();
      session
          .read()
          .json(json.toString())
          .repartition(partitions)
          .createOrReplaceGlobalTempView("t");
      InspectedInput inspected = inspect(table("global_temp.t"), fifth);
      HeldOutRows held = inspected.heldOut().orElseThrow();
      held.labels()
          .forEach(
              (label, count) ->
                  assertThat(held.validationLabels().get(label))
                      .isEqualTo(Math.round(0.2 * count)));
      List<Inputs.Row> rows =
          Inputs.rows(
              inspected
                  .batches(
                      DataSubset.VALIDATION, PackingSettings.Placement.IN_ORDER, 1, new double[0])
                  .collect(),
              inspected.preparation().classNames());
      assertThat(before == null || before.equals(rows)).isTrue();
      before = rows;
    }
    // rows that are equal are in both parts
    assertThat(new HashSet<>(before).size()).isGreaterThan(100).isLessThan(before.size());
  }

  @Test
  void whatIsFarFromWhatWasAskedForIsSaid() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      String customer = n < 120 ? "large" : "customer-" + n;
      lines.add(new Line(n, n % 7, customer, "", n == 150 ? "rare" : n % 2 == 0 ? "a" : "b"));
    }
    InputSettings input = input("csv", csv("rows.csv", lines));
    HeldOutRows held = inspect(input, grouped(0.2)).heldOut().orElseThrow();
    assertThat(held.notes())
        .anyMatch(note -> note.contains("instead of 20.0 %") && note.contains("groups are large"));
    HeldOutRows rare = inspect(input, settings(0.2, 0, 1)).heldOut().orElseThrow();
    assertThat(rare.notes()).singleElement().asString().contains("no row of the class [rare]");
  }

  @Test
  void aClassOfWhichNoRowIsLeftToTrainOnIsSaid() throws IOException {
    List<Line> lines = lines(300);
    Set<Integer> held = validation(input("csv", csv("rows.csv", lines)), grouped(0.3));
    String customer = lines.get(held.iterator().next()).customer();
    List<Line> named = new ArrayList<>();
    for (Line line : lines) {
      String label = line.customer().equals(customer) ? "his" : line.label();
      named.add(new Line(line.n(), line.c(), line.customer(), line.day(), label));
    }
    assertThat(
            inspect(input("csv", csv("named.csv", named)), grouped(0.3))
                .heldOut()
                .orElseThrow()
                .notes())
        .anyMatch(note -> note.contains("no row of the class [his] is left for training"));
  }
}
