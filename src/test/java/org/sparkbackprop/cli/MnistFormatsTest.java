package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.SharedFiles;

/** The first of MNIST's test images in four formats. */
class MnistFormatsTest {

  private static final int IMAGES = 3_000;
  private static final int PIXELS = 784;

  @TempDir private static Path directory;

  private static Path images;
  private static Path labels;

  @BeforeAll
  static void writeOtherFormats() throws IOException {
    byte[] pixels = unpacked(SharedFiles.file("data/mnist/t10k-images-idx3-ubyte.gz"));
    byte[] digits = unpacked(SharedFiles.file("data/mnist/t10k-labels-idx1-ubyte.gz"));
    images = idx("images", pixels, 16, PIXELS);
    labels = idx("labels", digits, 8, 1);
    try (BufferedWriter csv = Files.newBufferedWriter(directory.resolve("mnist.csv"));
        BufferedWriter libsvm = Files.newBufferedWriter(directory.resolve("mnist.libsvm"))) {
      csv.write("label");
      for (int j = 1; j <= PIXELS; j++) {
        csv.write(",pixel" + j);
      }
      csv.newLine();
      for (int i = 0; i < IMAGES; i++) {
        csv.write(Integer.toString(digits[8 + i]));
        libsvm.write(Integer.toString(digits[8 + i]));
        for (int j = 0; j < PIXELS; j++) {
          int pixel = pixels[16 + i * PIXELS + j] & 0xff;
          csv.write("," + pixel);
          libsvm.write(pixel == 0 ? "" : " %s:%s".formatted(j + 1, pixel));
        }
        csv.newLine();
        libsvm.newLine();
      }
    }
    writeParquet(pixels, digits);
  }

  /** The first records, with a header that says how many they are. */
  private static Path idx(String name, byte[] all, int header, int bytes) throws IOException {
    byte[] some = Arrays.copyOf(all, header + IMAGES * bytes);
    ByteBuffer.wrap(some).putInt(4, IMAGES);
    return Files.write(directory.resolve(name), some);
  }

  private static byte[] unpacked(Path file) throws IOException {
    try (InputStream input = new GZIPInputStream(Files.newInputStream(file))) {
      return input.readAllBytes();
    }
  }

  private static void writeParquet(byte[] pixels, byte[] digits) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      int first = 16 + i * PIXELS;
      List<Integer> image =
          IntStream.range(first, first + PIXELS).mapToObj(at -> pixels[at] & 0xff).toList();
      rows.add(RowFactory.create((int) digits[8 + i], image.toArray()));
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.IntegerType)
            .add("pixel", DataTypes.createArrayType(DataTypes.IntegerType));
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()) {
      spark
          .createDataFrame(rows, schema)
          .coalesce(1)
          .write()
          .parquet(directory.resolve("mnist.parquet").toString());
    }
  }

  private static RunFiles trained(String format, Path path, String... settings) {
    Path run = directory.resolve(format);
    CommandRun train = CommandRun.of("train", "conf/clouds.conf", "--output", run.toString());
    for (String setting :
        List.of(
            "network.hidden=[30]",
            "training.epochs=8",
            "training.record-every=1",
            "training.partitions=3",
            "optimizer.gradient=mean",
            "optimizer.learning-rate=1",
            "input.format=" + format,
            "input.path=" + path,
            "input.divide-by=255")) {
      train.with("--set", setting);
    }
    for (String setting : settings) {
      train.with("--set", setting);
    }
    train.expect(ExitCode.DONE);
    return new RunFiles(run);
  }

  @Test
  void theSameImagesGiveTheSameHistoryInEveryFormat() throws IOException {
    RunFiles idx = trained("idx", images, "input.labels=" + labels);
    List<Double> costs = idx.history("cost");
    assertThat(costs).hasSize(9);
    assertThat(costs.get(8)).isLessThan(costs.get(0));
    Map<String, String> declared =
        Map.of(
            "csv", "input.header=true",
            "parquet", "input.vectors={ pixel = 784 }",
            "libsvm", "input.dimensions=784");
    for (String format : declared.keySet()) {
      RunFiles other = trained(format, directory.resolve("mnist." + format), declared.get(format));
      for (int epoch = 0; epoch < costs.size(); epoch++) {
        assertThat(other.history("cost").get(epoch))
            .as("%s, epoch %d", format, epoch)
            .isCloseTo(costs.get(epoch), within(1e-12 * costs.get(epoch)));
      }
      assertThat(other.history("accuracy")).isEqualTo(idx.history("accuracy"));
      assertThat(other.sha()).as(format).isEqualTo(idx.sha());
    }
  }
}
