package org.sparkbackprop.data.source.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.source.libsvm.LibsvmRowReader;
import org.sparkbackprop.model.InputColumn;

class TextFilesTest {

  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir private Path directory;

  private List<String> labels(TextFiles files) {
    List<String> labels = new ArrayList<>();
    for (TextSplit part : files.parts()) {
      LibsvmRowReader reader =
          new LibsvmRowReader(
              Inputs.libsvm(
                  new RowShape(List.of(InputColumn.vector("x", 1)), RowShape.Form.SPARSE)),
              part,
              CONFIGURATION);
      while (reader.advance()) {
        assertThat(reader.split()).isEqualTo(part.id());
        labels.add(reader.row().label());
      }
    }
    return labels;
  }

  @Test
  void everyLineOfAFileIsInJustOneOfItsParts() throws IOException {
    Random random = new Random(2);
    for (int i = 0; i < 12; i++) {
      StringBuilder content = new StringBuilder();
      List<String> expected = new ArrayList<>();
      for (int line = random.nextInt(8); line >= 0; line--) {
        if (random.nextInt(5) > 0) {
          String label = "l" + "x".repeat(random.nextInt(7)) + line;
          expected.add(label);
          content.append(label);
        }
        content.append(
            line == 0 && random.nextBoolean() ? "" : random.nextBoolean() ? "\n" : "\r\n");
      }
      Path path = Files.writeString(directory.resolve("rows"), content);
      for (int partBytes = 1; partBytes <= content.length() + 1; partBytes++) {
        TextFiles files = TextFiles.of(path.toString(), CONFIGURATION, partBytes);
        assertThat(files.parts())
            .hasSize(Math.max(1, (content.length() + partBytes - 1) / partBytes));
        assertThat(labels(files)).as("%s by %d", content, partBytes).isEqualTo(expected);
      }
    }
  }

  @Test
  void compressedFilesAreOnePartWhateverTheirNames() throws IOException {
    List<String> expected = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Random random = new Random(4);
    try (var output = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 500; i++) {
        expected.add("l" + random.nextInt());
        output.write((expected.get(i) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    for (String name : List.of("rows.gz", "rows.libsvm")) {
      Path path = Files.write(directory.resolve(name), bytes.toByteArray());
      TextFiles files = TextFiles.of(path.toString(), CONFIGURATION, 100);
      assertThat(files.parts()).hasSize(1);
      assertThat(files.warnings().toString()).contains(name + ", cannot be split");
      assertThat(labels(files)).isEqualTo(expected);
      assertThat(TextFiles.of(path.toString(), CONFIGURATION).warnings()).isEmpty();
    }
  }

  @Test
  void filesThatAreNotDividedStaySoAndAreNamedWhenOthersJoinThem() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(directory.resolve(name), "x\n".repeat(20));
    }
    TextFiles divided = TextFiles.of(directory.toString(), CONFIGURATION, 10);
    List<String> paths = divided.paths();
    TextFiles one = divided.undivided(paths.subList(1, 2));
    TextFiles two = one.undivided(paths.subList(0, 1));
    assertThat(divided.parts()).hasSize(12);
    assertThat(two.parts()).hasSize(6);
    assertThat(two.whole()).containsExactlyInAnyOrder(paths.get(0), paths.get(1));
    assertThat(two.undivided(paths.subList(0, 2)).whole()).hasSize(2);
    assertThat(two.warnings()).hasSize(1);
    assertThat(two.warnings().get(0)).startsWith("2 file(s), ").contains("line breaks");
  }
}
