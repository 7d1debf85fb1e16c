package org.sparkbackprop.data.source.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparkbackprop.data.SqlTables.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SqlTables;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.storage.StorageException;

/** Many files of Parquet and ORC, some of which are not what they should be. */
class SqlFileDamageTest {

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
  @ValueSource(strings = {"parquet", "orc"})
  void rowsOfManyFilesComeInTheOrderOfTheirNames(String format) throws IOException {
    Path all = Files.createDirectory(directory.resolve("all [1] %20"));
    for (int file = 0; file < 7; file++) {
      Row[] some = new Row[10 * (file + 1)];
      for (int r = 0; r < some.length; r++) {
        some[r] = row(1000.0 * file + r, r % 2);
      }
      SqlTables.writeFile(
          SqlTables.of("x double, label int", some), format, all.resolve(file + " {a}." + format));
    }
    for (int partitions : List.of(1, 3)) {
      PreparedData data = Inputs.load(spark, Inputs.table(format, all), partitions);
      List<Inputs.Row> rows = Inputs.rows(data);
      assertThat(rows).hasSize(280);
      assertThat(rows).isSortedAccordingTo((a, b) -> Double.compare(a.feature(0), b.feature(0)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void damagedAndForeignFilesAreNamed(String format) throws IOException {
    Row[] some = new Row[1000];
    Arrays.setAll(some, r -> row(Math.sin(r), r % 2));
    Path good = directory.resolve("a." + format);
    SqlTables.writeFile(SqlTables.of("x double, label int", some), format, good);
    byte[] bytes = Files.readAllBytes(good);
    Path bad = directory.resolve("b." + format);
    InputSettings both = Inputs.table(format, directory.resolve("[ab]." + format));

    Files.writeString(bad, "these are no columns, however long the text may be");
    assertThatThrownBy(() -> Inputs.inspect(spark, both))
        .isInstanceOf(DataException.class)
        .hasMessageMatching(
            "(?s)file:.*b\\." + format + " cannot be read: .*write or fetch it again");
    assertThatThrownBy(() -> Inputs.inspect(spark, Inputs.table(format, bad)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("b." + format + " cannot be read");

    if (format.equals("parquet")) { // whose pages have checksums
      byte[] scrambled = bytes.clone();
      scrambled[bytes.length / 2] ^= 1;
      Files.write(bad, scrambled);
      assertThatThrownBy(() -> Inputs.inspect(spark, both))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("b." + format);
      Files.write(bad, new byte[0]);
      assertThatThrownBy(() -> Inputs.inspect(spark, both))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("b.parquet is empty");
    }

    Files.write(bad, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> Inputs.inspect(spark, both))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("b." + format);
    assertThatThrownBy(() -> Inputs.inspect(spark, Inputs.table(format, directory.resolve("none"))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("none does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void everyFileMustHaveTheColumnsOfTheFirst(String format) throws IOException {
    SqlTables.writeFile(
        SqlTables.of("x int, label int", row(1, 0), row(2, 1)),
        format,
        directory.resolve("a." + format));
    Path other = directory.resolve("b." + format);
    InputSettings both = Inputs.table(format, directory.resolve("[ab]." + format));
    SqlTables.writeFile(SqlTables.of("y int, label int", row(1, 0)), format, other);
    assertThatThrownBy(() -> Inputs.inspect(spark, both))
        .isInstanceOf(DataException.class)
        .hasMessageMatching(
            ".* file:\\S*a\\.%1$s lacks y, which file:\\S*b\\.%1$s has; .*".formatted(format))
        .hasMessageMatching(
            ".* file:\\S*b\\.%1$s lacks x, which file:\\S*a\\.%1$s has; .*".formatted(format));
    Files.delete(other);
    SqlTables.writeFile(SqlTables.of("x string, label int", row("z", 0)), format, other);
    assertThatThrownBy(() -> Inputs.inspect(spark, both))
        .isInstanceOf(DataException.class)
        .hasMessageMatching(
            ".*: x is int in file:\\S*a\\.%1$s, but string in file:\\S*b\\.%1$s; .*"
                .formatted(format));
  }
}
