package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
        .hasMessageContaining("has 20 labels of 1 bytes for the 21 images");
    Path lies =
        Written.idx(
            directory.resolve("lies"), false, new int[] {20, 4}, Written.randomBytes(79, 256));
    assertThatThrownBy(() -> readIdx(lies, names))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lies is damaged or ends within record 19");
    Path longer =
        Written.idx(
            directory.resolve("longer"), false, new int[] {20, 4}, Written.randomBytes(81, 256));
    assertThatThrownBy(() -> readIdx(longer, names))
        .hasMessageContaining("longer goes on after the 20 records");
    Path text = Files.writeString(directory.resolve("text"), "not an IDX file");
    assertThatThrownBy(() -> readIdx(text, names)).hasMessageContaining("does not begin as an IDX");
    Path shortened = directory.resolve("short");
    Files.write(shortened, Arrays.copyOf(Files.readAllBytes(images), 6));
    assertThatThrownBy(() -> readIdx(shortened, names)).hasMessageContaining("within its header");
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
}
