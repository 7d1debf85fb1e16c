package org.sparkbackprop.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.Written;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

class IdxSourceTest {

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
  @ValueSource(booleans = {false, true})
  void imagesAndLabelsArePairedInEveryPartition(boolean gzip) throws IOException {
    byte[] pixels = Written.randomBytes(100 * 6, 256);
    byte[] labels = Written.randomBytes(100, 3);
    Path images = Written.idx(directory.resolve("images"), gzip, new int[] {100, 2, 3}, pixels);
    Path names = Written.idx(directory.resolve("labels"), gzip, new int[] {100}, labels);
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
    byte[] labels = Written.randomBytes(20, 3);
    Path names = Written.idx(directory.resolve("labels"), false, new int[] {20}, labels);
    Path images =
        Written.idx(
            directory.resolve("images"), false, new int[] {20, 4}, Written.randomBytes(80, 256));
    Path more =
        Written.idx(
            directory.resolve("more"), false, new int[] {21, 4}, Written.randomBytes(84, 256));
    assertThatThrownBy(() -> readIdx(more, names))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 20 labels for the 21 images");
    Path lies =
        Written.idx(
            directory.resolve("lies"), false, new int[] {20, 4}, Written.randomBytes(79, 256));
    assertThatThrownBy(() -> readIdx(lies, names))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lies is damaged or ends in record 19");
    Path longer =
        Written.idx(
            directory.resolve("longer"), false, new int[] {20, 4}, Written.randomBytes(81, 256));
    assertThatThrownBy(() -> readIdx(longer, names))
        .hasMessageContaining("longer continues after the 20 records");
    Path text = Files.writeString(directory.resolve("text"), "not an IDX file");
    assertThatThrownBy(() -> readIdx(text, names)).hasMessageContaining("does not start as an IDX");
    Path shortened = directory.resolve("short");
    Files.write(shortened, Arrays.copyOf(Files.readAllBytes(images), 6));
    assertThatThrownBy(() -> readIdx(shortened, names)).hasMessageContaining("in its header");
    Path whole =
        Written.idx(directory.resolve("z"), true, new int[] {20, 4}, Written.randomBytes(80, 256));
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

  private Path named(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  @Test
  void aHeaderThatClaimsMoreThanThereCanBeMakesNoRoomForIt() throws IOException {
    Path names = Written.idx(directory.resolve("l"), false, new int[] {1}, new byte[1]);
    int most = Integer.MAX_VALUE;
    assertRefused(
        named("a", Written.header(1, most)), names, "records of more than 16,777,216 numbers");
    assertRefused(
        named("b", Written.header(1, 65536, 65536, 65536)), names, "records of more than");
    assertRefused(named("c", Written.header(1, 1 << 24)), names, "ends in record 0");
    assertRefused(named("d", Written.header(most, 4096, 4096)), names, "ends in record 0");
    assertRefused(named("e", Written.header(1, -1)), names, "claims a size of 4294967295");
    assertRefused(named("f", Written.header(1, 0)), names, "claims a size of 0");
    assertRefused(
        named("g", Written.zipped(Written.header(1, 1 << 24))),
        names,
        "more than 30 bytes of gzip can");
    assertRefused(
        named("h", Written.zipped(Written.header(most, 4096, 4096))), names, "of gzip can hold");
    assertRefused(named("i", new byte[] {0, 0, 8, 0}), names, "does not start as an IDX file");
    assertRefused(named("j", new byte[] {0, 0, 10, 1, 0, 0, 0, 1}), names, "unknown IDX type 0x0a");
    assertRefused(named("k", new byte[0]), names, "ends in its header");
  }

  /** A file of big-endian numbers, two a record. */
  private Path pairs(int type, double... numbers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(12 + 8 * numbers.length);
    bytes.putInt(type << 8 | 2).putInt(numbers.length / 2).putInt(2);
    for (double number : numbers) {
      switch (type) {
        case 0x09 -> bytes.put((byte) number);
        case 0x0b -> bytes.putShort((short) number);
        case 0x0c -> bytes.putInt((int) number);
        case 0x0d -> bytes.putFloat((float) number);
        default -> bytes.putDouble(number);
      }
    }
    return named("pairs" + type, Arrays.copyOf(bytes.array(), bytes.position()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x09, 0x0b, 0x0c, 0x0d, 0x0e})
  void numbersOfEveryTypeAreBigEndian(int type) throws IOException {
    double large = List.of(100.0, 30_000.0, 2e9, 0.1f + 0.0, 0.1).get(type == 9 ? 0 : type - 10);
    Path labels = named("labels", Written.joined(Written.header(2), new byte[] {4, 7}));
    Path images = pairs(type, 1, -2, large, -large);
    PreparedData data = Inputs.load(spark, Inputs.idx(images, labels), 1);
    assertThat(Inputs.rows(data))
        .containsExactly(
            new Inputs.Row(List.of(1.0, -2.0), "4", 1),
            new Inputs.Row(List.of(large, -large), "7", 1));
  }

  @Test
  void aLabelIsOneOfSeveralNumbersIfItsPositionIsSaid() throws IOException {
    Path images = named("images", Written.joined(Written.header(3, 1), new byte[] {0, 51, -1}));
    Path labels = pairs(0x0c, 5, 70_000, 6, 70_001, 5, -70_002);
    assertThatThrownBy(() -> Inputs.inspect(spark, Inputs.idx(images, labels)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "has 2 numbers per image; set input.label to the position of the label")
        .hasMessageContaining("from 0 to 1");
    InputSettings like = Inputs.idx(images, labels);
    PreparedData data =
        Inputs.load(spark, Inputs.withColumns(like, ColumnSettings.numbers("0")), 1);
    assertThat(Inputs.rows(data)).extracting(Inputs.Row::label).containsExactly("5", "6", "5");
    assertThat(Inputs.rows(data).get(1).features()).containsExactly(0.2);
    InputSettings last = Inputs.withColumns(like, ColumnSettings.numbers("-1"));
    assertThat(Inputs.inspect(spark, last).preparation().classNames())
        .containsExactly("-70002", "70000", "70001");
    InputSettings beyond = Inputs.withColumns(like, ColumnSettings.numbers("2"));
    assertThatThrownBy(() -> Inputs.inspect(spark, beyond)).hasMessageContaining("instead of '2'");
  }

  @Test
  void numbersThatAreNotFiniteMakeABadRow() throws IOException {
    Path images = pairs(0x0d, 1, 2, 3, Double.NaN, Double.POSITIVE_INFINITY, 4, 5, 6);
    Path labels = named("labels", Written.joined(Written.header(4), new byte[] {0, 1, 0, 1}));
    InputSettings aside =
        Inputs.withBadRows(Inputs.idx(images, labels), BadRowPolicy.quarantined(1));
    InspectedInput found = Inputs.inspect(spark, aside);
    assertThat(found.rows()).isEqualTo(new RowCounts(2, 2));
    assertThat(found.firstFault().orElseThrow()).contains("pixel2: NaN is not a finite number");
  }

  private static void assertRefused(Path images, Path labels, String why) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> Inputs.inspect(spark, Inputs.idx(images, labels)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(why)
        .hasMessageContaining(images.getFileName().toString());
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
  }

  @Test
  void bytesThatCompressVeryWellAreNoLie() throws IOException {
    byte[] black = Arrays.copyOf(Written.header(4, 1 << 20), 12 + (4 << 20));
    Path images = named("black", Written.zipped(black));
    assertThat(Files.size(images)).isLessThan(5_000);
    Path labels = named("labels", Written.zipped(Arrays.copyOf(Written.header(4), 12)));
    assertThat(IdxFile.open(images.toString(), spark.hadoopConfiguration()).records()).isEqualTo(4);
    assertThatThrownBy(() -> Inputs.inspect(spark, Inputs.idx(images, labels)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at least two classes");
  }

  @Test
  void moreAndFewerLabelsThanTheirHeaderNamesAreErrors() throws IOException {
    Path images = named("images", Arrays.copyOf(Written.header(3, 2), 12 + 6));
    for (boolean gzip : new boolean[] {false, true}) {
      for (int labels : List.of(2, 4)) {
        byte[] bytes = Arrays.copyOf(Written.header(3), 8 + labels);
        Path names = named("names", gzip ? Written.zipped(bytes) : bytes);
        assertThatThrownBy(() -> Inputs.inspect(spark, Inputs.idx(images, names)))
            .isInstanceOf(DataException.class)
            .hasMessageContaining(
                labels == 2 ? "names is damaged or ends in record 2" : "names continues after");
      }
    }
  }
}
