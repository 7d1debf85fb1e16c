package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
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
import java.util.zip.GZIPOutputStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Expectation.Labels;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.storage.StorageException;

class SourcesTest {

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

  private Path csv(String name, String... lines) throws IOException {
    return Files.write(directory.resolve(name), List.of(lines));
  }

  private static InspectedInput openCsv(Path path) {
    return Inputs.inspect(spark, Inputs.csv(path));
  }

  private static Path idx(Path path, boolean gzip, int[] sizes, byte[] content) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length).putInt(0x0800 | sizes.length);
    Arrays.stream(sizes).forEach(header::putInt);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var output = gzip ? new GZIPOutputStream(bytes) : bytes) {
      output.write(header.array());
      output.write(content);
    }
    return Files.write(path, bytes.toByteArray());
  }

  private static byte[] randomBytes(int length, int bound) {
    Random random = new Random(length);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(bound);
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void rowsOfAllFilesComeInTheirOrderInAnyNumberOfPartitions(int partitions) throws IOException {
    csv("b.csv", "x,label,y", "5,blue,6", "", "7,red,8");
    csv("a.csv", "x,label,y", "1,red,2", "3,\"blue\",4");
    csv("_c.csv", "not,data");
    PreparedData data = Inputs.load(spark, Inputs.csv(directory), partitions);
    assertThat(data.preparation().featureNames()).containsExactly("x", "y");
    assertThat(data.input().rows()).isEqualTo(new RowCounts(4, 0));
    assertThat(data.input().labelCounts()).isEqualTo(Map.of("red", 2L, "blue", 2L));
    assertThat(data.training().batches().getNumPartitions()).isEqualTo(partitions);
    assertThat(Inputs.rows(data))
        .extracting(row -> row.feature(0) + row.label())
        .containsExactly("1.0red", "3.0blue", "5.0blue", "7.0red");
  }

  @Test
  void namesThatLookLikePatternsAreFiles() throws IOException {
    csv("a[1],{b}.csv", "x,label", "1,red", "2,blue");
    assertThat(openCsv(directory).rows().used()).isEqualTo(2);
    assertThat(openCsv(directory.resolve("a[1],{b}.csv")).rows().used()).isEqualTo(2);
  }

  @Test
  void columnsAreTakenByNameInTheOrderOfTheModel() throws IOException {
    Path path = csv("new.csv", "extra,y,x", "9,2,1");
    InspectedInput input = forModel(path, "x", "y");
    Batch rows = PreparedData.scorable(input).first();
    assertThat(Inputs.rows(List.of(rows), List.of()).get(0).features()).containsExactly(1.0, 2.0);
    assertThatThrownBy(() -> forModel(path, "x", "z"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lacks the columns [z]");
  }

  private static InspectedInput forModel(Path path, String... names) {
    return InspectedInput.forModel(
        spark,
        Inputs.csv(path),
        Preparation.ofNumbers(List.of(names), List.of("a", "b"), 1),
        Labels.IGNORED,
        Precision.DOUBLE);
  }

  @Test
  void theFirstBadLineIsNamedWithFileLineAndColumn() throws IOException {
    String[] lines = new String[5000];
    Arrays.fill(lines, "1,2,a");
    lines[0] = "x,y,label";
    lines[3456] = "1,oops,a";
    lines[4000] = "1";
    Path path = csv("bad.csv", lines);
    assertThatThrownBy(() -> openCsv(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bad.csv, line 3457: column y: 'oops' is not a finite number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN,1,a",
        "Infinity,1,a",
        "1e999,1,a",
        "1f,1,a",
        ",1,a",
        "1,1,",
        "1,1",
        "1,1,a,b"
      })
  void aLineThatIsNotARowIsAnError(String line) throws IOException {
    Path path = csv("bad.csv", "x,y,label", "1,2,a", line);
    assertThatThrownBy(() -> openCsv(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bad.csv, line 3: ");
  }

  @Test
  void truncatedGzipIsAnErrorThatNamesTheFile() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Random random = new Random(1);
    try (var output = new GZIPOutputStream(bytes)) {
      output.write("x,label\n".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 5000; i++) {
        output.write((random.nextDouble() + "," + i % 2 + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Path path = directory.resolve("rows.csv.gz");
    Files.write(path, bytes.toByteArray());
    assertThat(openCsv(path).rows().used()).isEqualTo(5000);
    Files.write(path, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    assertThatThrownBy(() -> openCsv(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rows.csv.gz, line ")
        .hasMessageContaining("behind it the file is damaged");
  }

  @Test
  void emptyInputsAndWrongHeadersAreErrors() throws IOException {
    Path empty = csv("empty.csv");
    assertThatThrownBy(() -> openCsv(empty)).hasMessageContaining("empty.csv is empty");
    Path header = csv("header.csv", "x,label");
    assertThatThrownBy(() -> openCsv(header)).hasMessageContaining("has no rows");
    Path unlabelled = csv("unlabelled.csv", "x,y", "1,2");
    assertThatThrownBy(() -> openCsv(unlabelled))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no label column 'label'; its columns are [x, y]");
    Path twice = csv("twice.csv", "x,x,label", "1,2,a");
    assertThatThrownBy(() -> openCsv(twice)).hasMessageContaining("same name: [x]");
    assertThatThrownBy(() -> openCsv(directory.resolve("absent.csv")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("absent.csv does not exist");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void imagesAndLabelsArePairedInEveryPartition(boolean gzip) throws IOException {
    byte[] pixels = randomBytes(100 * 6, 256);
    byte[] labels = randomBytes(100, 3);
    Path images = idx(directory.resolve("images"), gzip, new int[] {100, 2, 3}, pixels);
    Path names = idx(directory.resolve("labels"), gzip, new int[] {100}, labels);
    for (int partitions : List.of(1, 7)) {
      PreparedData data = Inputs.load(spark, Inputs.idx(images, names), partitions);
      assertThat(data.input().rows().used()).isEqualTo(100);
      assertThat(data.preparation().featureNames()).hasSize(6);
      List<Inputs.Row> rows = Inputs.rows(data);
      for (int i = 0; i < 100; i++) {
        assertThat(rows.get(i).label()).isEqualTo(Integer.toString(labels[i]));
        assertThat(rows.get(i).feature(4)).isEqualTo((pixels[6 * i + 4] & 0xff) / 255.0);
      }
    }
  }

  @Test
  void damagedIdxFilesAreErrorsThatNameTheFile() throws IOException {
    byte[] labels = randomBytes(20, 3);
    Path names = idx(directory.resolve("labels"), false, new int[] {20}, labels);
    Path images = idx(directory.resolve("images"), false, new int[] {20, 4}, randomBytes(80, 256));
    Path more = idx(directory.resolve("more"), false, new int[] {21, 4}, randomBytes(84, 256));
    assertThatThrownBy(() -> readIdx(more, names))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 20 labels of 1 bytes for the 21 images");
    Path lies = idx(directory.resolve("lies"), false, new int[] {20, 4}, randomBytes(79, 256));
    assertThatThrownBy(() -> readIdx(lies, names))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lies is damaged or ends within record 19");
    Path longer = idx(directory.resolve("longer"), false, new int[] {20, 4}, randomBytes(81, 256));
    assertThatThrownBy(() -> readIdx(longer, names))
        .hasMessageContaining("longer goes on after the 20 records");
    Path text = Files.writeString(directory.resolve("text"), "not an IDX file");
    assertThatThrownBy(() -> readIdx(text, names)).hasMessageContaining("does not begin as an IDX");
    Path shortened = directory.resolve("short");
    Files.write(shortened, Arrays.copyOf(Files.readAllBytes(images), 6));
    assertThatThrownBy(() -> readIdx(shortened, names)).hasMessageContaining("within its header");
    Path whole = idx(directory.resolve("z"), true, new int[] {20, 4}, randomBytes(80, 256));
    byte[] zipped = Files.readAllBytes(whole);
    for (int length = 2; length < zipped.length; length++) {
      Files.write(whole, Arrays.copyOf(zipped, length));
      assertThatThrownBy(() -> readIdx(whole, names))
          .satisfies(
              e ->
                  assertThat(e instanceof SparkException ? e.getCause() : e)
                      .isInstanceOf(DataException.class)
                      .hasMessageContaining("damaged"));
    }
  }

  private static void readIdx(Path images, Path labels) {
    Inputs.load(spark, Inputs.idx(images, labels), 2);
  }

  @Test
  void cloudsAreTheSameInAnyNumberOfPartitionsAndLieAroundTheirCentres() {
    InputSettings clouds = Inputs.clouds(Inputs.threeClouds(500));
    List<Inputs.Row> samples = Inputs.rows(Inputs.load(spark, clouds, 1));
    assertThat(Inputs.rows(Inputs.load(spark, clouds, 7))).isEqualTo(samples);
    assertThat(samples).hasSize(1500);
    for (int cloud = 0; cloud < 3; cloud++) {
      List<Inputs.Row> own = samples.subList(500 * cloud, 500 * cloud + 500);
      String label = Integer.toString(cloud);
      assertThat(own).allMatch(sample -> sample.label().equals(label));
      for (int d = 0; d < 2; d++) {
        int at = d;
        double mean = own.stream().mapToDouble(row -> row.feature(at)).average().orElse(9);
        assertThat(mean).isCloseTo(Inputs.threeClouds(1).centers().get(cloud).get(d), within(0.2));
      }
    }
  }

  @Test
  void theSameRowsAreHeldOutEveryTimeAndNoneTwice() {
    InputSettings clouds = Inputs.clouds(Inputs.threeClouds(2000));
    ValidationSettings fifth = new ValidationSettings(0.2, Optional.empty());
    PreparedData one =
        PreparedData.load(spark, clouds, PreparationSettings.simple(), fifth, Inputs.packing(1));
    PreparedData five =
        PreparedData.load(spark, clouds, PreparationSettings.simple(), fifth, Inputs.packing(5));
    List<Batch> batches = one.validation().orElseThrow().batches().collect();
    List<Inputs.Row> held = Inputs.rows(batches, one.preparation().classNames());
    assertThat(
            Inputs.rows(
                five.validation().orElseThrow().batches().collect(),
                one.preparation().classNames()))
        .isEqualTo(held);
    assertThat(Inputs.rows(five)).doesNotContainAnyElementsOf(held);
    assertThat(Inputs.rows(five)).isEqualTo(Inputs.rows(one));
    assertThat(Inputs.rows(one).size() + held.size()).isEqualTo(6000);
    assertThat(held.size()).isBetween(1080, 1320);
  }

  @Test
  void preparedDataAreDividedPackedAndTheSameForAnyNumberOfPartitions() throws IOException {
    Path images =
        idx(directory.resolve("images"), false, new int[] {3000, 2}, randomBytes(6000, 256));
    Path names = idx(directory.resolve("labels"), false, new int[] {3000}, randomBytes(3000, 3));
    InputSettings input = Inputs.idx(images, names);
    PreparedData one = Inputs.load(spark, input, 1);
    PreparedData many = Inputs.load(spark, input, 4);
    assertThat(one.preparation().classNames()).containsExactly("0", "1", "2");
    assertThat(one.training().batches().map(Batch::size).collect()).containsExactly(2048, 952);
    assertThat(many.training().batches().getNumPartitions()).isEqualTo(4);
    assertThat(many.training().summary().fingerprint())
        .isEqualTo(one.training().summary().fingerprint());
    double first = one.training().batches().first().inputs().element(0, 0);
    assertThat(first).isEqualTo((Files.readAllBytes(images)[12] & 0xff) / 255.0);
    Batch sample = EvenSample.of(many.training().batches(), 3000, 100);
    assertThat(sample.size()).isEqualTo(100);
    assertThat(sample.inputs().element(1, 0))
        .isEqualTo(one.training().batches().first().inputs().element(30, 0));
  }

  @Test
  void aCachedSampleTakesTheBytesOfItsFeaturesAndLittleMore() throws IOException {
    int features = 100;
    Path images =
        idx(
            directory.resolve("wide"),
            false,
            new int[] {3000, features},
            randomBytes(3000 * features, 256));
    Path names = idx(directory.resolve("names"), false, new int[] {3000}, randomBytes(3000, 3));
    assertThat(cachedBytes(Inputs.idx(images, names), Precision.DOUBLE, "bytes"))
        .isBetween(3000L * features, 3000L * features * 105 / 100);
    StringBuilder name = new StringBuilder("label");
    for (int j = 0; j < features; j++) {
      name.append(",x").append(j);
    }
    List<String> lines = new ArrayList<>(List.of(name.toString()));
    for (int i = 0; i < 3000; i++) {
      lines.add(i % 3 + ",0.5".repeat(features));
    }
    InputSettings csv = Inputs.csv(csv("wide.csv", lines.toArray(String[]::new)));
    assertThat(cachedBytes(csv, Precision.FLOAT, "floats"))
        .isBetween(3000L * features * 4, 3000L * features * 4 * 105 / 100);
    assertThat(cachedBytes(csv, Precision.DOUBLE, "doubles"))
        .isBetween(3000L * features * 8, 3000L * features * 8 * 105 / 100);
  }

  /** What Spark says of its memory. */
  private static long cachedBytes(InputSettings input, Precision precision, String name) {
    PreparedData data =
        PreparedData.load(
            spark,
            input,
            PreparationSettings.simple(),
            Inputs.NO_VALIDATION,
            Inputs.packing(OptionalInt.of(1), precision, ClassWeights.none()));
    int id = data.training().batches().id();
    try {
      for (var rdd : spark.sc().getRDDStorageInfo()) {
        if (rdd.id() == id) {
          return rdd.memSize();
        }
      }
      throw new AssertionError("no " + name + " are cached");
    } finally {
      Reference.reachabilityFence(data); // what nobody refers to leaves the cache
    }
  }

  @Test
  void partitionsFollowTheSizeOfDataAndWork() {
    assertThat(PartitionChoice.automatic(1_500, 1_500 * 2, 78).number()).isEqualTo(1);
    assertThat(PartitionChoice.automatic(60_000, 60_000 * 784, 319_600).number()).isEqualTo(4);
    assertThat(PartitionChoice.automatic(60_000, 60_000 * 784, 3_196_000).number()).isEqualTo(4);
    assertThat(PartitionChoice.automatic(100_000, 100_000 * 20, 1_550_000).number()).isEqualTo(8);
    assertThat(PartitionChoice.automatic(1L << 33, 1L << 37, 100).number()).isEqualTo(1 << 13);
    assertThat(PartitionChoice.automatic((1L << 33) + 1, ((1L << 33) + 1) * 16, 100).number())
        .isEqualTo(1 << 14);
    assertThat(PartitionChoice.automatic(1_500, 1_500 * 2, 78).reason()).contains("3,000 numbers");
  }

  @Test
  void labelsOutOfRangeAndASingleClassAreErrors() throws IOException {
    Path path = csv("three.csv", "x,label", "1,a", "2,b", "3,c");
    InputSettings declared = Inputs.withClasses(Inputs.csv(path), "a", "b");
    assertThatThrownBy(() -> Inputs.inspect(spark, declared))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "three.csv, line 4: the label 'c' is none of the classes [a, b]; correct the row");
    Path one = csv("one.csv", "x,label", "1,a", "2,a");
    assertThatThrownBy(() -> openCsv(one)).hasMessageContaining("at least two classes are needed");
  }
}
