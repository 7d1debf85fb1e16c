package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.sparkbackprop.data.SqlTables.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.LibsvmSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.TextSettings;

/** What is said of a table whose columns are not all numbers: of all of them at once. */
class ColumnDiagnosisTest {

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

  private static final int ROWS = 400;

  /** Customers: an id, a date, names, a rare gap, marks for missing numbers, true and false. */
  private static List<Object[]> customers() {
    Random random = new Random(3);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(
          new Object[] {
            String.format(Locale.ROOT, "C%05d", i),
            String.format(Locale.ROOT, "2024-%02d-%02d", 1 + random.nextInt(12), 1 + i % 28),
            i % 3 == 0 ? "basic" : "family plan",
            i % 50 == 7 ? "" : String.valueOf(20 + random.nextInt(50)),
            i % 40 == 3 ? "?" : i % 40 == 4 ? "n/a" : String.valueOf(random.nextInt(900) / 10.0),
            i % 2 == 0 ? "True" : "false",
            i == 399 ? "12,5" : String.valueOf(random.nextDouble()),
            i % 4 == 0 ? "yes" : "no"
          });
    }
    return rows;
  }

  private static final String[] NAMES = {
    "id", "signed up", "plan", "age", "charges", "paperless", "score", "label"
  };

  private Path csv() throws IOException {
    List<String> lines = new ArrayList<>(List.of(String.join(",", NAMES)));
    for (Object[] row : customers()) {
      row[6] = row[6].equals("12,5") ? "\"12,5\"" : row[6];
      lines.add(String.join(",", List.of(row).toArray(new String[0])));
    }
    return Files.write(directory.resolve("customers.csv"), lines);
  }

  private Path json() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Object[] row : customers()) {
      List<String> fields = new ArrayList<>();
      for (int c = 0; c < NAMES.length; c++) {
        String value = (String) row[c];
        boolean bare = value.matches("[0-9.]+");
        fields.add("\"%s\": %s".formatted(NAMES[c], bare ? value : '"' + value + '"'));
      }
      lines.add("{" + String.join(", ", fields) + "}");
    }
    return Files.write(directory.resolve("customers.json"), lines);
  }

  private static String fault(InputSettings input) {
    return catchThrowableOfType(DataException.class, () -> open(input)).getMessage();
  }

  private static InspectedInput open(InputSettings input) {
    return InspectedInput.forTraining(
        spark,
        InspectedInput.AS_CONFIGURED,
        input,
        PreparationSettings.simple(),
        HoldOutSettings.none(),
        Precision.DOUBLE);
  }

  private static ColumnSettings columns(
      List<String> features,
      List<String> ignored,
      List<String> truths,
      Map<String, List<String>> categories) {
    return new ColumnSettings(
        "label",
        Optional.empty(),
        features,
        ignored,
        truths,
        categories,
        100,
        Map.of(),
        Set.of(""),
        List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json"})
  void allColumnsAreNamedAtOnceWithTheLinesToPaste(String format) throws IOException {
    Path path = format.equals("csv") ? csv() : json();
    List<String> lines = fault(Inputs.table(format, path)).lines().toList();
    int first = format.equals("csv") ? 2 : 1;
    assertThat(lines.get(0))
        .contains("customers.%s, line %s: column id: 'C00000' is not".formatted(format, first))
        .doesNotContain("quarantine");
    assertThat(lines.subList(1, lines.size()).stream().map(line -> line.replaceAll("  +#.*", "")))
        .containsExactly(
            "  input.categories = [plan]",
            "  input.booleans = [paperless]",
            "  input.ignore = [id, \"signed up\"]",
            "  input.missing-texts = [\"\", \"?\", \"n/a\"]",
            "  preparation.missing = mean",
            "");
    assertThat(lines.get(3)).contains("such as 'C00000', '2024-01-");
    assertThat(lines.get(4)).contains("charges (20 of 400)");
    assertThat(lines.get(5)).contains("[age]");
    assertThat(lines.get(6))
        .contains("column score: 1 of 400 values are not numbers: '12,5'")
        .contains("input.bad-rows = quarantine");
  }

  @Test
  void theSameIsSaidWhereTooManyRowsWouldBePutAside() throws IOException {
    InputSettings input = Inputs.withBadRows(Inputs.csv(csv()), BadRowPolicy.quarantined(0.1));
    assertThat(fault(input))
        .startsWith("400 of 400 rows are bad, more than the share of 0.1")
        .contains("\n  input.ignore = [id, \"signed up\"]");
  }

  @Test
  void whatIsConfiguredAlreadyStays() throws IOException {
    Files.write(
        directory.resolve("t.csv"),
        List.of("a,b,c,x,label", "p,u,k1,1,y", "q,v,k2,2,z", "p,u,k3,3,y", "q,v,k4,4,z"));
    InputSettings input = Inputs.csv(directory.resolve("t.csv"));
    assertThat(
            fault(
                Inputs.withColumns(
                    input, columns(List.of(), List.of(), List.of(), Map.of("a", List.of())))))
        .contains("input.categories = [a, b]")
        .contains("input.ignore = [c]");
    assertThat(
            fault(
                Inputs.withColumns(
                    input,
                    columns(List.of(), List.of("c"), List.of(), Map.of("a", List.of("p", "q"))))))
        .contains("input.categories { b = [u, v] }")
        .doesNotContain("input.ignore");
    assertThat(
            fault(
                Inputs.withColumns(
                    input, columns(List.of("c", "x"), List.of(), List.of(), Map.of()))))
        .contains("# leave [c] out of input.features")
        .doesNotContain("input.ignore");
  }

  @Test
  void namesThatCannotBeShownWholeAreNotOfferedCut() throws IOException {
    String longer = "n".repeat(120);
    Files.write(
        directory.resolve("t.csv"),
        List.of("a,b,x,label", "p,u,1,y", "q,%s,2,z".formatted(longer), "p,u,3,y", "q,u,4,z"));
    InputSettings input = Inputs.csv(directory.resolve("t.csv"));
    assertThat(fault(input)).contains("input.categories = [a, b]");
    assertThat(
            fault(
                Inputs.withColumns(
                    input,
                    columns(List.of(), List.of(), List.of(), Map.of("a", List.of("p", "q"))))))
        .contains("# input.categories { b = […] } with all of its names")
        .doesNotContain("nnn");
  }

  /** A file in more than one part, of which a row goes on behind the first one. */
  @Test
  void rowsOfSeveralLinesInALargeFileAreNoHindrance() throws IOException {
    String line = "w".repeat(1 << 19);
    List<String> lines = new ArrayList<>(List.of("plan,note,x,label"));
    for (int i = 0; i < 36; i++) {
      lines.add("%s,\"%s%s\n%s\",%s,%s".formatted(i % 3 == 0 ? "a" : "b", i, line, line, i, i % 2));
    }
    Path path = Files.write(directory.resolve("large.csv"), lines);
    assertThat(Files.size(path)).isGreaterThan(36 << 20);
    assertThat(fault(Inputs.csv(path)))
        .contains("large.csv, line 2: column plan: 'a' is not a finite number")
        .contains("\n  input.categories = [plan]", "\n  input.ignore = [note]");
  }

  /** A fraction behind a comma is a number where that is declared, and yes is true. */
  @Test
  void numbersAndTruthsAreThoseOfTheConfiguration() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x;c;t;label"));
    for (int i = 0; i < 12; i++) {
      lines.add(
          "%s,5;%s;%s;%s".formatted(i, i % 3 == 0 ? "u" : "v", i % 2 == 0 ? "yes" : "no", i % 2));
    }
    Path path = Files.write(directory.resolve("comma.csv"), lines);
    CsvSyntax syntax =
        new CsvSyntax(
            CsvSyntax.Between.ONE_DELIMITER,
            ',',
            "",
            CsvSyntax.NONE,
            CsvSyntax.NONE,
            CsvSyntax.NONE,
            Set.of("yes"),
            Set.of("no"));
    TextSettings text =
        new TextSettings(
            TextSettings.Header.PRESENT, ';', "UTF-8", LibsvmSettings.strict(1), syntax);
    assertThat(fault(Inputs.withText(Inputs.csv(path), text)))
        .contains("\n  input.categories = [c] ", "\n  input.booleans = [t] ")
        .doesNotContain("input.ignore", "column x");
  }

  @Test
  void columnsBesideArraysOfJsonAreNamedToo() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      lines.add(
          "{\"x\": %s, \"c\": \"%s\", \"arr\": [1, %s], \"label\": \"%s\"}"
              .formatted(i, i % 3 == 0 ? "r" : "s", i, i % 2 == 0 ? "a" : "b"));
    }
    Path path = Files.write(directory.resolve("arrays.json"), lines);
    assertThat(fault(Inputs.table("json", path)))
        .contains("\n  input.categories = [c] ")
        .contains("\n  # column arr has neither numbers nor texts: ", "input.vectors { arr = … }")
        .doesNotContain("quarantine", "column x");
  }

  @Test
  void aColumnWithFewFaultsIsNotTakenForTexts() throws IOException {
    List<String> lines = new ArrayList<>(Collections.nCopies(50, "1.5,a"));
    lines.addAll(0, List.of("x,label", "2,b", "oops,a"));
    Files.write(directory.resolve("t.csv"), lines);
    assertThat(fault(Inputs.csv(directory.resolve("t.csv"))))
        .contains("t.csv, line 3: column x: 'oops' is not a finite number; correct the row")
        .hasLineCount(1);
  }

  @Test
  void columnsOfTextsOfATypedTableAreNamedAtOnce() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(
          row(1.0 * i, i % 3 == 0 ? "basic" : "family", "C" + i, null, List.of(1.0), i % 2 + "c"));
    }
    Path path =
        SqlTables.write(
            SqlTables.of(
                "x double, plan string, id string, at date, v array<double>, label string",
                rows.toArray(new Row[0])),
            "parquet",
            directory.resolve("typed"));
    assertThat(fault(Inputs.table("parquet", path)))
        .contains("[plan, id]: texts, which input.categories makes features")
        .containsSubsequence(
            "\n  input.categories = [plan]",
            "\n  input.ignore = [id, at]",
            "such as 'C0'",
            "\n  input.vectors { v = 784 }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ignore     | signedup | has no columns [signedup], which input.ignore names",
        "ignore     | ID       | has no columns [ID], which input.ignore names",
        "booleans   | x2       | declares a kind of the columns [x2]",
        "categories | x2       | declares a kind of the columns [x2]",
        "features   | x2       | lacks the columns [x2] that the configuration names"
      })
  void aMisspeltColumnIsRefusedWithTheNameThatMayBeMeant(String key, String name, String message)
      throws IOException {
    Files.write(directory.resolve("t.csv"), List.of("id,signed_up,x1,label", "1,2,3,a", "2,3,4,b"));
    List<String> column = List.of(name);
    ColumnSettings columns =
        columns(
            key.equals("features") ? column : List.of(),
            key.equals("ignore") ? column : List.of(),
            key.equals("booleans") ? column : List.of(),
            key.equals("categories") ? Map.of(name, List.of()) : Map.of());
    InputSettings input = Inputs.withColumns(Inputs.csv(directory.resolve("t.csv")), columns);
    String meant = Map.of("signedup", "signed_up", "ID", "id", "x2", "x1").get(name);
    assertThat(fault(input)).contains(message).contains("; did you mean " + meant + "?");
  }

  @Test
  void jsonKeysThatComeLateAreKnownToBeIgnored() throws IOException {
    List<String> lines =
        new ArrayList<>(Collections.nCopies(1_200, "{\"x\": 1, \"label\": \"a\"}"));
    lines.add("{\"x\": 2, \"label\": \"b\", \"late\": \"text\"}");
    Files.write(directory.resolve("t.json"), lines);
    InputSettings input = Inputs.table("json", directory.resolve("t.json"));
    for (List<String> features : List.of(List.<String>of(), List.of("x"))) {
      ColumnSettings late = columns(features, List.of("late"), List.of(), Map.of());
      assertThat(open(Inputs.withColumns(input, late)).rows().used()).isEqualTo(1_201);
      ColumnSettings none = columns(features, List.of("lat"), List.of(), Map.of());
      assertThat(fault(Inputs.withColumns(input, none))).contains("did you mean late?");
    }
  }

  private InputSettings numbered(String name, IntFunction<String> row) throws IOException {
    List<String> lines = new ArrayList<>(List.of(name + ",x,label"));
    for (int i = 0; i < 300; i++) {
      lines.add(row.apply(i) + "," + i % 7 + "," + (i % 2 == 0 ? "a" : "b"));
    }
    Files.write(directory.resolve("n.csv"), lines);
    return Inputs.csv(directory.resolve("n.csv"));
  }

  @Test
  void aColumnThatNumbersTheRowsIsSaid() throws IOException {
    String remedy = "leave it out by input.ignore = [id]";
    assertThat(open(numbered("id", i -> "" + (i + 5))).warnings())
        .singleElement()
        .asString()
        .startsWith("column id counts the rows;")
        .endsWith(remedy);
    assertThat(open(numbered("id", i -> "" + (77L * i) % 307)).columnNotes())
        .singleElement()
        .asString()
        .startsWith("column id has a different whole number in each of the 300 rows;")
        .endsWith(remedy);
    for (IntFunction<String> other :
        List.<IntFunction<String>>of(
            i -> "" + i / 2.0, i -> i == 250 ? "17" : "" + i, i -> i == 299 ? "0.5" : "" + i)) {
      assertThat(open(numbered("id", other)).columnNotes()).isEmpty();
    }
  }

  @Test
  void anIndexIsSeenInPartsAndFiles() throws IOException {
    for (int file = 0; file < 3; file++) {
      List<String> lines = new ArrayList<>(List.of("i,j,k,x,label"));
      for (int row = 0; row < 8_000; row++) {
        int n = 8_000 * file + row;
        // k: as j is, but for one that comes twice, far from the first
        long j = 7L * n % 24_001;
        lines.add(
            "%s,%s,%s,%s,%s"
                .formatted(row, j, n == 23_999 ? 7 : j, row % 9, row % 2 == 0 ? "a" : "b"));
      }
      Files.write(directory.resolve("part-" + file + ".csv"), lines);
    }
    assertThat(open(Inputs.csv(directory)).columnNotes())
        .hasSize(2)
        .allSatisfy(note -> assertThat(note).containsPattern("column i counts|column j has a dif"));
  }

  @Test
  void anIndexWithoutANameIsRefused() throws IOException {
    assertThat(fault(numbered("Unnamed: 0", i -> "" + i)))
        .contains("the first column of ")
        .contains("has no name and counts the rows, like an index written by pandas")
        .contains("input.ignore = [\"Unnamed: 0\"]");
    InputSettings named = numbered("Unnamed: 0", i -> "" + i);
    ColumnSettings chosen = columns(List.of("Unnamed: 0", "x"), List.of(), List.of(), Map.of());
    assertThat(open(Inputs.withColumns(named, chosen)).columnNotes()).hasSize(1);
    ColumnSettings without = columns(List.of(), List.of("Unnamed: 0"), List.of(), Map.of());
    assertThat(open(Inputs.withColumns(named, without)).columnNotes()).isEmpty();
    assertThat(open(numbered("Unnamed: 0", i -> "" + i % 5)).columnNotes()).isEmpty();
    assertThat(fault(numbered("", i -> "" + i))).contains("has no name and counts the rows");
  }

  @Test
  void manyCategoriesAreKeptWithoutZerosAndCounted() throws IOException {
    List<String> lines = new ArrayList<>(List.of("name,x,label"));
    for (int i = 0; i < 400; i++) {
      lines.add("n%s,%s,%s".formatted(i % 90, i % 7 - 3, i % 2 == 0 ? "a" : "b"));
    }
    Files.write(directory.resolve("names.csv"), lines);
    ColumnSettings names = columns(List.of(), List.of(), List.of(), Map.of("name", List.of()));
    InputSettings input = Inputs.withColumns(Inputs.csv(directory.resolve("names.csv")), names);
    InspectedInput sparse = open(input);
    assertThat(sparse.storedAs()).isEqualTo("as sparse doubles");
    int zeros = (int) java.util.stream.IntStream.range(0, 400).filter(i -> i % 7 == 3).count();
    assertThat(sparse.bytes()).isEqualTo(12L * (400 + 400 - zeros));
    InspectedInput dense = open(Inputs.withLayout(input, InputSettings.Layout.DENSE));
    assertThat(dense.bytes()).isEqualTo(8L * 400 * 91);
    assertThat(
            Inputs.rows(PreparedData.scorable(sparse).collect(), sparse.preparation().classNames()))
        .isEqualTo(
            Inputs.rows(PreparedData.scorable(dense).collect(), dense.preparation().classNames()));
    List<String> few = lines.stream().map(line -> line.replaceFirst("n\\d", "n")).toList();
    Files.write(directory.resolve("names.csv"), few); // ten categories
    assertThat(open(input).storedAs()).isEqualTo("as doubles");
  }
}
