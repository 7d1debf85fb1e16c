package org.sparkbackprop.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.storage.StorageException;

class InputFilesTest {

  @TempDir private Path directory;

  private void file(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of("x,label", "1,a"));
  }

  private List<String> names(String pattern) {
    return InputFiles.matching(directory + pattern, new Configuration()).stream()
        .map(path -> directory.relativize(Path.of(path.replaceFirst("^file:/*", "/"))).toString())
        .toList();
  }

  @Test
  void filesOfDirectoriesWithinAreNotLostWithoutAWord() throws IOException {
    file("a/year=1/part.csv");
    String message =
        "a has a directory in it, year=1, whose files are not read; name the files by a pattern";
    assertThatThrownBy(() -> names("/a"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("a/*/ or ");
    file("a/b.csv");
    assertThatThrownBy(() -> names("/a"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> names("/*"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
    assertThat(names("/a/*.csv")).containsExactly("a/b.csv");
    assertThat(names("/a/*/")).containsExactly("a/b.csv", "a/year=1/part.csv");
  }

  @Test
  void hiddenNamesArePassedOverUnlessNothingElseIsNamed() throws IOException {
    file("a/b.csv");
    file("a/_SUCCESS");
    file("a/.b.csv.crc");
    file("a/_temporary/c.csv");
    assertThat(names("/a")).containsExactly("a/b.csv");
    assertThat(names("/a/*")).containsExactly("a/b.csv");
    assertThatThrownBy(() -> names("/a/_SUCCESS"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("_SUCCESS cannot be read");
    assertThatThrownBy(() -> names("/a/_S*"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("_SUCCESS cannot be read");
    assertThatThrownBy(() -> names("/a/x*"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet", "orc"})
  void soItIsInEveryFormatOfFiles(String format) throws IOException {
    file("a/b/c.csv");
    String path = directory.resolve("a").toString();
    InputSettings input =
        Inputs.of(format, path, null, ColumnSettings.numbers("label"), BadRowPolicy.fail());
    try (JavaSparkContext spark = LocalSpark.start("local[1]")) {
      assertThatThrownBy(() -> Inputs.inspect(spark, input))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("a has a directory in it, b, ");
    }
  }
}
