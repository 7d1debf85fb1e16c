package org.sparkbackprop.data.source.json;

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
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PreparationSettings;

/** Lines of JSON. */
class JsonDataTest {

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

  private InputSettings json(String name, String... lines) throws IOException {
    return input(Files.write(directory.resolve(name), List.of(lines)));
  }

  private static InputSettings input(Path path) {
    return Inputs.of(
        "json", path.toString(), null, ColumnSettings.numbers("label"), BadRowPolicy.fail());
  }

  private static InputSettings declared(InputSettings like, String... missing) {
    return Inputs.withColumns(
        like,
        new ColumnSettings(
            "label",
            Optional.empty(),
            List.of(),
            List.of("other"),
            List.of("t"),
            Map.of("c", List.of()),
            100,
            Map.of("v", 2),
            Set.of(missing),
            List.of()));
  }

  private static List<Inputs.Row> rows(InputSettings input) {
    PreparationSettings minusOne =
        new PreparationSettings(
            Standardisation.Method.DIVIDE,
            MissingValues.Policy.CONSTANT,
            -1,
            UnknownCategories.REFUSED);
    return Inputs.rows(
        Inputs.load(spark, input, minusOne, Inputs.NO_VALIDATION, Inputs.packing(1)));
  }

  @Test
  void keysOfTheFirstObjectsAreTheColumns() throws IOException {
    InputSettings input =
        json(
            "a.json",
            "\ufeff{\"x\": 1.5, \"t\": true, \"c\": \"red\", \"v\": [1, 2e3], \"label\": 3}",
            "",
            "{\"label\": 3.0, \"other\": {\"x\": [7]}, \"v\": [null, 4], \"c\": 1, \"t\": 0}",
            "  {\"x\":null,\"label\":\"3.5\",\"unknown\":1}  ",
            "{\"x\":\"NA\",\"t\":\"FALSE\",\"c\":\"NA\",\"v\":[NaN,-0.5],\"label\":false}");
    List<Inputs.Row> rows = rows(declared(input, "NA", "NaN"));
    assertThat(rows).extracting(Inputs.Row::label).containsExactly("3", "3", "3.5", "false");
    assertThat(rows)
        .extracting(Inputs.Row::features)
        .containsExactly(
            List.of(1.5, 1.0, 0.0, 1.0, 1.0, 2000.0, -1.0),
            List.of(-1.0, 0.0, 1.0, 0.0, -1.0, 4.0, -1.0),
            List.of(-1.0, -1.0, -1.0, -1.0, -1.0, -1.0, 1.0),
            List.of(-1.0, 0.0, -1.0, -1.0, -1.0, -0.5, -1.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"x\":\"8\",\"label\":1}|column x: '8' is not a finite number but a text",
        "{\"x\":true,\"label\":1}|column x: 'true' is not a finite number",
        "{\"x\":1e999,\"label\":1}|column x: '1e999' is not a finite number",
        "{\"x\":NaN,\"label\":1}|column x: 'NaN' is not a finite number",
        "{\"x\":[8],\"label\":1}|column x: it is an array; input.vectors names columns of arrays",
        "{\"x\":{},\"label\":1}|column x: it is an object",
        "{\"x\":1,\"label\":[1]}|column label: it is an array",
        "{\"x\":1,\"label\":null}|column label: the label is missing",
        "{\"x\":1,\"label\":\"\"}|column label: the label is missing",
        "{\"x\":1}|column label: the label is missing",
        "{\"label\":1}|column x: the value is missing",
        "{\"x\":1,\"x\":2,\"label\":1}|column x: it occurs twice in the object",
        "{\"x\":1,\"label\":1}{\"x\":2,\"label\":1}|something follows the JSON object",
        "{\"x\":1,\"label\":1} garbage|it is not valid JSON: Unrecognized token 'garbage'",
        "{\"x\":1,\"label\":1|it is not valid JSON: Unexpected end-of-input",
        "{'x':1,'label':1}|it is not valid JSON: ",
        "[]|it is not a JSON object",
        "[{\"x\":1,\"label\":1}]|it is not a JSON object",
        "null|it is not a JSON object",
        "42|it is not a JSON object"
      })
  void whatIsNoRowIsAnErrorWithItsLine(String line, String reason) throws IOException {
    InputSettings input = json("bad.json", "{\"x\":1,\"label\":0}", "", line);
    assertThatThrownBy(() -> Inputs.inspect(spark, input))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bad.json, line 3: " + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "[1,2,3]", "7", "[1,\"a\"]", "[1,[2]]"})
  void arraysHaveTheNumbersThatAreDeclared(String vector) throws IOException {
    InputSettings input =
        declared(
            json(
                "v.json",
                "{\"t\":1,\"c\":\"a\",\"v\":[1,2],\"label\":0,\"other\":\"x\"}",
                "{\"t\":1,\"c\":\"a\",\"label\":0,\"v\":" + vector + "}"));
    assertThatThrownBy(() -> Inputs.inspect(spark, input))
        .hasMessageContaining("v.json, line 2: column v: ");
  }

  @Test
  void truncatedGzipIsAnErrorThatNamesFileAndLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Random random = new Random(1);
    try (var output = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 5000; i++) {
        String line = "{\"x\":%s,\"label\":%s}%n".formatted(random.nextDouble(), i % 2);
        output.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    Path path = directory.resolve("rows.json.gz");
    Files.write(path, bytes.toByteArray());
    assertThat(Inputs.inspect(spark, input(path)).rows().used()).isEqualTo(5000);
    Files.write(path, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    assertThatThrownBy(() -> Inputs.inspect(spark, input(path)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rows.json.gz, line ")
        .hasMessageContaining("the file is damaged after this line");
    Files.write(path, Arrays.copyOf(bytes.toByteArray(), 20));
    assertThatThrownBy(() -> Inputs.inspect(spark, input(path)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rows.json.gz is damaged");
  }

  @Test
  void filesWithoutAnObjectAreErrors() throws IOException {
    InputSettings pretty = json("pretty.json", "{", "  \"x\": 1", "}");
    assertThatThrownBy(() -> Inputs.inspect(spark, pretty))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("pretty.json, line 1: it is not a JSON object");
    InputSettings empty = json("empty.json");
    assertThatThrownBy(() -> Inputs.inspect(spark, empty))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty.json is empty");
    json("part.json", "{\"x\":1,\"label\":1}", "{\"x\":2,\"label\":2}");
    assertThat(Inputs.inspect(spark, input(directory.resolve("{empty,part}.json"))).rows().used())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aKeyThatOnlyLateObjectsHaveIsAFeature(int partitions) throws IOException {
    Path files = Files.createDirectory(directory.resolve("late" + partitions));
    String[] lines = new String[1500];
    Arrays.setAll(lines, i -> "{\"b\":%s,\"label\":\"%s\"}".formatted(i, i % 2 == 0 ? "p" : "q"));
    lines[1200] = "{\"broken\":1,\"label\":\"p\"";
    lines[1400] = "{\"late\":7,\"b\":1,\"label\":\"p\"}";
    Files.write(files.resolve("1.json"), List.of(lines));
    Files.write(files.resolve("2.json"), List.of("{\"a\":1,\"label\":\"q\",\"late\":2}"));
    InputSettings input = Inputs.withBadRows(input(files), BadRowPolicy.quarantined(1));
    PreparationSettings minusOne =
        new PreparationSettings(
            Standardisation.Method.NONE,
            MissingValues.Policy.CONSTANT,
            -1,
            UnknownCategories.REFUSED);
    PreparedData data =
        Inputs.load(spark, input, minusOne, Inputs.NO_VALIDATION, Inputs.packing(partitions));
    assertThat(data.preparation().columns())
        .extracting(column -> column.name())
        .containsExactly("b", "late", "a");
    List<Inputs.Row> rows = Inputs.rows(data);
    assertThat(rows).hasSize(1500);
    assertThat(rows.get(1399).features()).containsExactly(1.0, 7.0, -1.0);
    assertThat(rows.get(1499).features()).containsExactly(-1.0, 2.0, 1.0);
  }

  @Test
  void tooManyKeysAreNoColumns() throws IOException {
    String[] lines = new String[JsonNames.MAX + 1];
    Arrays.setAll(lines, i -> "{\"%s\":1,\"label\":\"p\"}".formatted(i));
    InputSettings input = json("keys.json", lines);
    assertThatThrownBy(() -> Inputs.inspect(spark, input))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("more than 100,000 different keys");
  }

  @Test
  void valuesWithinObjectsAreNamedByBothKeys() throws IOException {
    InputSettings found =
        json(
            "nested.json",
            "{\"f\": {\"a\": 1, \"g\": {\"b\": 2}}, \"label\": \"x\", \"h\": null}",
            "{\"f\": {\"a\": 3, \"g\": null}, \"label\": \"y\", \"h\": {\"c\": 4}}");
    PreparedData data =
        Inputs.load(
            spark,
            found,
            new PreparationSettings(
                Standardisation.Method.DIVIDE,
                MissingValues.Policy.CONSTANT,
                -1,
                UnknownCategories.REFUSED),
            Inputs.NO_VALIDATION,
            Inputs.packing(1));
    assertThat(data.preparation().featureNames()).containsExactly("f.a", "f.g.b", "h.c");
    assertThat(Inputs.rows(data))
        .containsExactly(
            new Inputs.Row(List.of(1.0, 2.0, -1.0), "x", 1),
            new Inputs.Row(List.of(3.0, -1.0, 4.0), "y", 1));
  }

  private static InputSettings named(InputSettings like, String label, List<String> features) {
    return Inputs.withColumns(like, columns(label, features, List.of()));
  }

  private static ColumnSettings columns(String label, List<String> features, List<String> ignored) {
    return new ColumnSettings(
        label,
        Optional.empty(),
        features,
        ignored,
        List.of(),
        Map.of(),
        100,
        Map.of(),
        Set.of(""),
        List.of());
  }

  @Test
  void keysWithDotsAreNoObjectsAndObjectsCanBeIgnored() throws IOException {
    InputSettings both =
        json(
            "dots.json",
            "{\"a\": {\"b\": 9, \"c.d\": 5}, \"a.b\": 1, \"o\": {\"label\": 0}, \"m\": {\"n\": \"t\"}}",
            "{\"a.b\": 2, \"a\": {\"b\": 8, \"c.d\": 6}, \"o\": {\"label\": 1}, \"m\": {\"n\": 7}}");
    PreparedData data = Inputs.load(spark, named(both, "o.label", List.of("a.b", "a.c.d")), 1);
    assertThat(Inputs.rows(data))
        .containsExactly(
            new Inputs.Row(List.of(1.0, 5.0), "0", 1), new Inputs.Row(List.of(2.0, 6.0), "1", 1));
    InputSettings ignoring =
        Inputs.withColumns(both, columns("o.label", List.of(), List.of("m", "a.c.d")));
    assertThat(Inputs.inspect(spark, ignoring).preparation().featureNames()).containsExactly("a.b");
  }

  @Test
  void anIgnoredKeyMayBeAbsentUnlessItIsMisspelt() throws IOException {
    InputSettings input =
        json(
            "absent.json",
            "{\"a\": 1, \"note\": 2, \"label\": 0}",
            "{\"a\": 2, \"note\": 3, \"label\": 1}");
    InputSettings absent =
        Inputs.withColumns(input, columns("label", List.of(), List.of("note", "promotion")));
    assertThat(Inputs.inspect(spark, absent).preparation().featureNames()).containsExactly("a");
    InputSettings misspelt =
        Inputs.withColumns(input, columns("label", List.of(), List.of("nota")));
    assertThatThrownBy(() -> Inputs.inspect(spark, misspelt))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no columns [nota], which input.ignore names")
        .hasMessageEndingWith("did you mean note?");
  }

  @Test
  void whatIsNoObjectHasNoValuesWithin() throws IOException {
    InputSettings input =
        json(
            "arrays.json",
            "{\"f\": {\"a\": 1}, \"label\": 0}",
            "{\"f\": [{\"a\": 1}], \"label\": 1}",
            "{\"f\": 3, \"label\": 1}");
    InputSettings one = named(input, "label", List.of("f.a"));
    assertThatThrownBy(() -> Inputs.inspect(spark, one))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 2: column f.a: f is an array instead of an object");
    InputSettings two =
        named(
            json(
                "twice.json",
                "{\"f\": {\"a\": 1, \"a\": 2}, \"label\": 0}",
                "{\"f\": {\"a\": 1}, \"label\": 1}"),
            "label",
            List.of("f.a"));
    assertThatThrownBy(() -> Inputs.inspect(spark, two))
        .hasMessageContaining("line 1: column f.a: it occurs twice in the object");
  }
}
