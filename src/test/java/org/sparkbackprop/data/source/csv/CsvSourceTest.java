package org.sparkbackprop.data.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
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
import org.sparkbackprop.data.rows.RequiredColumns.Labels;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.storage.StorageException;

class CsvSourceTest {

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
        InspectedInput.AS_CONFIGURED,
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
        .hasMessageContaining("the file is damaged after this line");
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
    Path nameless = csv("nameless.csv", ",,", "1,2,a");
    assertThatThrownBy(() -> openCsv(nameless)).hasMessageContaining("does not name any column");
    assertThatThrownBy(() -> openCsv(directory.resolve("absent.csv")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("absent.csv does not exist");
  }

  @Test
  void labelsOutOfRangeAndASingleClassAreErrors() throws IOException {
    Path path = csv("three.csv", "x,label", "1,a", "2,b", "3,c");
    InputSettings declared = Inputs.withClasses(Inputs.csv(path), "a", "b");
    assertThatThrownBy(() -> Inputs.inspect(spark, declared))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "three.csv, line 4: the label 'c' is not one of the classes [a, b]; correct the row");
    Path one = csv("one.csv", "x,label", "1,a", "2,a");
    assertThatThrownBy(() -> openCsv(one)).hasMessageContaining("at least two classes are needed");
  }

  @Test
  void emptyFilesAmongOthersHaveNoRows() throws IOException {
    for (String name : List.of("a.csv", "c.csv", "e.csv")) {
      Files.createFile(directory.resolve(name));
    }
    csv("b.csv", "x,label", "1,a", "2,b");
    csv("d.csv", "x,label", "3,a");
    PreparedData data = Inputs.load(spark, Inputs.csv(directory), 2);
    assertThat(Inputs.rows(data)).extracting(row -> row.feature(0)).containsExactly(1.0, 2.0, 3.0);
    Path empty = Files.createDirectory(directory.resolve("empty"));
    Files.createFile(empty.resolve("a.csv"));
    Files.write(empty.resolve("b.csv.gz"), Written.zipped(new byte[0]));
    assertThatThrownBy(() -> openCsv(empty))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty is empty; it needs at least a line of column names");
  }

  @Test
  void everyFileHasTheSameHeader() throws IOException {
    csv("a.csv", "x,y,label", "1,2,a", "2,3,b");
    Path other = csv("b.csv", "y,x,label", "1,2,a");
    assertThatThrownBy(() -> openCsv(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "b.csv, line 1: this header is [y, x, label], that of the first file [x, y, label]");
    Files.write(other, "x,y,label\n1,2,a".getBytes(StandardCharsets.UTF_16LE));
    assertThatThrownBy(() -> openCsv(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("b.csv, line 1: this header is [x\ufffd");
    assertThatThrownBy(() -> openCsv(other))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("b.csv has zero bytes in its first line: it is UTF-16");
    Files.writeString(other, "x,y,\"label\n1,2,a");
    for (Path path : List.of(other, directory)) {
      assertThatThrownBy(() -> openCsv(path))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("b.csv, line 1: a quoted field does not end");
    }
  }

  @Test
  void linesThatEndInCarriageReturnsAloneAreCalledSo() throws IOException {
    Path path = Files.writeString(directory.resolve("mac.csv"), "x,label\r1,a\r2,b\r");
    assertThatThrownBy(() -> openCsv(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the first line contains carriage returns");
  }

  @Test
  void aRowIsNotTakenForAHeader() throws IOException {
    Path row = csv("row.csv", "5.1,3.5,label", "4.9,3.0,a");
    assertThatThrownBy(() -> openCsv(row))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row.csv: the first line looks like a row")
        .hasMessageContaining("[5.1, 3.5, label]; set input.header = false");
    Path same = csv("same.csv", "1,1,label", "2,2,a");
    assertThatThrownBy(() -> openCsv(same)).hasMessageContaining("the first line looks like a row");
    assertThatThrownBy(() -> openCsv(csv("none.csv", "5.1,p", "4.9,q")))
        .hasMessageContaining("none.csv has no label column 'label'")
        .hasMessageContaining("set input.header = false, and name the label by its position");
    Path wavelengths = csv("waves.csv", "400,410.5,420,label", "1,2,3,a", "4,5,6,b");
    assertThat(openCsv(wavelengths).preparation().featureNames())
        .containsExactly("400", "410.5", "420");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5.1,p;4.9,q;6.1,p",
        "0.4,1.5,p;2.1,4.9,q;0.2,-1.1,p",
        "0,1,p;2,3,q;4,5,p",
        "1,2,3,p;2,3,3,q;4,5,3,p",
        "1,2,3;4,5,6;7,8,3",
        "0,1,2;3,4,5;6,7,8",
        "5.1,?,p;4.9,1,q;6.1,2,p",
        "5.1,r;4.9,p;6.1,q"
      })
  void aFirstRowIsNotLostWhateverItsNumbersAre(String lines) throws IOException {
    InputSettings last =
        Inputs.withColumns(
            Inputs.csv(csv("rows.csv", lines.split(";"))), ColumnSettings.numbers("-1"));
    assertThatThrownBy(() -> Inputs.inspect(spark, last))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rows.csv: the first line looks like a row")
        .hasMessageContaining("set input.header = false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5.1,red,p;4.9,blue,q;6.1,green,p",
        "red,p;blue,q;red,p;blue,q",
        "red,1;blue,2;red,1",
        "1,2,3,red,p;2,1,3,red,q;4,5,3,blue,p"
      })
  void aFirstRowWithCategoriesIsNotLostEither(String lines) throws IOException {
    ColumnSettings columns = ColumnSettings.numbers("-1").withCategories(Map.of("red", List.of()));
    assertTakenForARow(csv("rows.csv", lines.split(";")), columns);
  }

  @Test
  void aFirstRowIsNotLostInCompressedFilesNorInSeveral() throws IOException {
    ColumnSettings last = ColumnSettings.numbers("-1");
    byte[] rows = "5.1,3.5,p\n4.9,3.0,q\n6.1,2.9,p\n".getBytes(StandardCharsets.UTF_8);
    assertTakenForARow(Files.write(directory.resolve("rows.csv.gz"), Written.zipped(rows)), last);
    Path several = Files.createDirectory(directory.resolve("several"));
    csv("several/a.csv", "5.1,3.5,p", "4.9,3.0,q");
    csv("several/b.csv", "6.1,2.9,p", "5.0,3.1,q");
    assertTakenForARow(several, last);
    csv("several/b.csv", "5.1,3.5,p", "5.0,3.1,q"); // the same row begins both
    assertTakenForARow(several, last);
    Files.write(several.resolve("a.csv"), new byte[0]);
    assertTakenForARow(several, last);
    csv("several/a.csv", "x,y,kind", "4.9,3.0,q");
    assertThatThrownBy(() -> inspect(several, last))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "b.csv, line 1: this header is [5.1, 3.5, p], that of the first file");
  }

  private void assertTakenForARow(Path path, ColumnSettings columns) {
    assertThatThrownBy(() -> inspect(path, columns))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("input.header = false");
  }

  private InspectedInput inspect(Path path, ColumnSettings columns) {
    return Inputs.inspect(spark, Inputs.withColumns(Inputs.csv(path), columns));
  }

  @Test
  void numbersThatAreNamesAreNamesWhereTheLabelSaysSo() throws IOException {
    for (String header : List.of("0,1,label", "1,2,label", "0,label", "-2,0.5,3,label")) {
      int columns = header.split(",").length - 1;
      String numbers = "7,".repeat(columns);
      Path path = csv("named.csv", header, numbers + "a", numbers + "b");
      assertThat(openCsv(path).preparation().features()).as(header).isEqualTo(columns);
    }
  }

  /** A file of more than a part, whose parts begin within texts. */
  @Test
  void aFileWithLineBreaksWithinQuotesIsReadAsOne() throws IOException {
    StringBuilder content = new StringBuilder("note,x,label\n");
    String text = "9,9,a\n".repeat(200_000);
    for (int row = 0; row < 32; row++) {
      content
          .append('"')
          .append(text)
          .append("\",")
          .append(row)
          .append(row % 2 == 0 ? ",a\n" : ",b\n");
    }
    Path path = directory.resolve("notes.csv");
    Files.writeString(path, content);
    assertThat(TextFiles.of(path.toString(), spark.hadoopConfiguration()).parts()).hasSize(2);
    ColumnSettings columns = ColumnSettings.numbers("label").ignoring(List.of("note"));
    PreparedData data = Inputs.load(spark, Inputs.withColumns(Inputs.csv(path), columns), 3);
    assertThat(data.input().rows()).isEqualTo(new RowCounts(32, 0));
    assertThat(Inputs.rows(data))
        .extracting(row -> row.feature(0) + row.label())
        .startsWith("0.0a", "1.0b", "2.0a")
        .endsWith("31.0b");
    assertThat(data.input().warnings().toString())
        .contains("notes.csv, have line breaks within quotes");
  }

  @Test
  void aHeaderThatCannotBeReadSaysWhy() throws IOException {
    Path latin = directory.resolve("latin.csv");
    Files.write(latin, "gr\u00f6\u00dfe,label\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> openCsv(latin))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("latin.csv is not valid UTF-8");
    Path blank = csv("blank.csv", " ", "x,label", "1,a");
    assertThatThrownBy(() -> openCsv(blank)).hasMessageContaining("starts with a blank line");
    byte[] zipped = Written.zipped("x,label\n1,a\n2,b\n".getBytes(StandardCharsets.UTF_8));
    Path cut = Files.write(directory.resolve("cut.gz"), Arrays.copyOf(zipped, 15));
    assertThatThrownBy(() -> openCsv(cut))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cut.gz is damaged");
  }

  @Test
  void moreLabelsThanThereCanBeAreFoundOverAllParts() throws IOException {
    csv(
        "a.csv",
        IntStream.range(0, 6_000)
            .mapToObj(i -> i == 0 ? "x,label" : i + ",a" + i)
            .toArray(String[]::new));
    csv(
        "b.csv",
        IntStream.range(0, 6_000)
            .mapToObj(i -> i == 0 ? "x,label" : i + ",b" + i)
            .toArray(String[]::new));
    assertThatThrownBy(() -> openCsv(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("more than 1,000 different labels");
  }
}
