package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.error.ExitCode;

/** The same images, as different formats hold them, are the same data. */
class FormatsAgreeTest {

  private static final int ROWS = 600;
  private static final int PIXELS = 30;

  @TempDir private Path directory;

  private final int[][] images = new int[ROWS][PIXELS];
  private final int[] labels = new int[ROWS];

  @BeforeEach
  void writeAll() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < ROWS; i++) {
      labels[i] = random.nextInt(4);
      for (int j = 0; j < PIXELS; j++) {
        int bright = j % 4 == labels[i] ? 256 : 100;
        images[i][j] = random.nextInt(3) == 0 ? random.nextInt(bright) : 0;
      }
    }
    images[0][PIXELS - 1] = 255;
    Files.write(directory.resolve("images.csv"), csv());
    Files.write(directory.resolve("images.libsvm"), libsvm());
    Files.write(directory.resolve("images-idx2-ubyte"), idx(PIXELS));
    Files.write(directory.resolve("labels-idx1-ubyte"), idx(0));
  }

  private List<String> csv() {
    String header =
        IntStream.rangeClosed(1, PIXELS)
            .mapToObj(j -> ",x" + j)
            .collect(Collectors.joining("", "label", ""));
    return IntStream.rangeClosed(0, ROWS)
        .mapToObj(
            i ->
                i == 0
                    ? header
                    : labels[i - 1]
                        + IntStream.of(images[i - 1])
                            .mapToObj(pixel -> "," + pixel)
                            .collect(Collectors.joining()))
        .toList();
  }

  private List<String> libsvm() {
    return IntStream.range(0, ROWS)
        .mapToObj(
            i ->
                (i % 2 == 0 ? "+" + labels[i] : labels[i] + ".0")
                    + IntStream.range(0, PIXELS)
                        .filter(j -> images[i][j] != 0 || i % 7 == 0)
                        .mapToObj(j -> " %s:%s".formatted(j + 1, images[i][j]))
                        .collect(Collectors.joining()))
        .toList();
  }

  private byte[] idx(int pixels) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream output = new DataOutputStream(bytes);
    output.writeInt(pixels == 0 ? 0x801 : 0x802);
    output.writeInt(ROWS);
    if (pixels > 0) {
      output.writeInt(pixels);
    }
    for (int i = 0; i < ROWS; i++) {
      output.write(pixels == 0 ? new byte[] {(byte) labels[i]} : bytes(images[i]));
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(int[] pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int j = 0; j < pixels.length; j++) {
      bytes[j] = (byte) pixels[j];
    }
    return bytes;
  }

  private String trained(String name, int partitions, String... input) throws IOException {
    Path configuration = directory.resolve(name + ".conf");
    Files.writeString(
        configuration,
        """
        recipe = textbook
        network.hidden = [7]
        training { epochs = 20, partitions = %s }
        optimizer.learning-rate = 0.5
        """
            .formatted(partitions));
    Path run = directory.resolve(name + partitions);
    CommandRun train = CommandRun.of("train", configuration.toString(), "--output", run.toString());
    for (String setting : input) {
      train.with("--set", setting);
    }
    train.expect(ExitCode.DONE);
    return new RunFiles(run).sha();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void allFormatsGiveTheSameWeights(int partitions) throws IOException {
    String csv =
        trained(
            "csv",
            partitions,
            "input.format=csv",
            "input.path=" + path("images.csv"),
            "input.divide-by=255");
    String libsvm =
        trained(
            "libsvm",
            partitions,
            "input.format=libsvm",
            "input.path=" + path("images.libsvm"),
            "input.divide-by=255");
    String idx =
        trained(
            "idx",
            partitions,
            "input.format=idx",
            "input.path=" + path("images-idx2-ubyte"),
            "input.labels=" + path("labels-idx1-ubyte"));
    assertThat(List.of(csv, libsvm)).containsOnly(idx);
  }

  @Test
  void aModelOfTableColumnsTakesLibsvmByPosition() throws IOException {
    trained(
        "csv", 1, "input.format=csv", "input.path=" + path("images.csv"), "input.divide-by=255");
    String model = path("csv1");
    for (String file : List.of("images.csv", "images.libsvm")) {
      CommandRun.of("predict", "--model", model, "--input", path(file))
          .with("--output", path("of-" + file))
          .expect(ExitCode.DONE);
      CommandRun.of("evaluate", "--model", model, "--input", path(file))
          .with("--output", path("metrics-of-" + file))
          .expect(ExitCode.DONE);
    }
    assertThat(directory.resolve("of-images.libsvm/predictions.csv"))
        .hasSameTextualContentAs(directory.resolve("of-images.csv/predictions.csv"));
    assertThat(directory.resolve("metrics-of-images.libsvm/metrics.json"))
        .hasSameTextualContentAs(directory.resolve("metrics-of-images.csv/metrics.json"));
  }
}
