package org.sparkbackprop.data.holdout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.data.files.InputFiles;

/** What files are known by. */
class FileNamesTest {

  @TempDir private Path directory;

  private static Map<String, String> names(String... paths) {
    FileNames names = FileNames.of(List.of(paths), "file:/d");
    return Stream.of(paths).collect(Collectors.toMap(path -> path, names::name));
  }

  @Test
  void endsSayHowAFileIsWrittenAndPackedAndAreLeftOut() {
    assertThat(names("file:/d/a.csv", "file:/d/b.CSV.gz", "file:/d/part-0.snappy.parquet"))
        .containsValues("a", "b", "part-0");
    assertThat(names("file:/d/iris.data", "file:/d/a.tar.x", "file:/d/.csv", "file:/d/plain"))
        .containsValues("iris", "a.tar.x", ".csv", "plain");
  }

  @Test
  void whatStandsBeforeTheEndsTellsFilesApart() {
    assertThat(names("file:/d/a.2024.csv", "file:/d/a.2025.csv"))
        .containsEntry("file:/d/a.2024.csv", "a.2024")
        .containsEntry("file:/d/a.2025.csv", "a.2025");
    assertThat(names("file:/d/v1.2/a.csv", "file:/d/v1.3/a.csv"))
        .containsValues("v1.2/a", "v1.3/a");
    assertThat(names("file:/d/a.csv", "file:/d/a.csv.gz", "file:/d/b.csv"))
        .containsValues("a.csv", "a.csv.gz", "b");
    assertThat(names("file:/e/a.csv", "file:/d/a.csv")).containsValues("file:/e/a", "a");
  }

  @Test
  void aNameDoesNotDependOnTheOtherFiles() {
    Map<String, String> before = names("file:/d/x/a.csv", "file:/d/x/b.csv");
    Map<String, String> after =
        names("file:/d/0.csv", "file:/d/x/a.csv", "file:/d/x/b.csv", "file:/d/y/a.csv");
    assertThat(after).containsAllEntriesOf(before).hasSize(4);
    assertThat(after.values()).doesNotHaveDuplicates();
    FileNames alone = FileNames.of(List.of("file:/d/a.csv"), "file:/d");
    assertThat(alone.hash("file:/d/a.csv", 1)).isEqualTo(alone.hash("file:/d/b.csv", 1));
  }

  @Test
  void theDirectoryOfAPatternIsWhatComesBeforeIt() throws IOException {
    Path days = Files.createDirectories(directory.resolve("days/2024-01"));
    Files.createFile(days.resolve("a.csv"));
    String base = "file:" + directory.resolve("days");
    List<String> found = new ArrayList<>();
    for (String end : new String[] {"", "/", "/*/a.csv", "/{2024-01,2024-02}/*", "/2024*"}) {
      found.add(InputFiles.directory(directory + "/days" + end, new Configuration()));
    }
    assertThat(found).containsOnly(base);
    assertThat(InputFiles.directory(days + "/*.csv", new Configuration()))
        .isEqualTo(base + "/2024-01");
  }
}
