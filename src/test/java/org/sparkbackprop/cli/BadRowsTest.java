package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.storage.Json;

/** Rows that are none, as users of the commands meet them. */
class BadRowsTest {

  private static final int ROWS = 300;

  /**
   * A bad line among good ones.
   *
   * @param number of the line in its file, from 1
   */
  private record BadLine(long number, byte[] bytes, String reason) {

    static BadLine of(long number, String text, String reason) {
      return new BadLine(number, text.getBytes(StandardCharsets.UTF_8), reason);
    }
  }

  private static final List<BadLine> BAD =
      List.of(
          BadLine.of(2, "oops,1,a", "column x: 'oops' is not a finite number"),
          BadLine.of(9, "NaN,1,a", "column x: 'NaN' is not a finite number"),
          BadLine.of(10, "1,Infinity,a", "column y: 'Infinity' is not a finite number"),
          BadLine.of(40, "1,-1e999,a", "column y: '-1e999' is not a finite number"),
          BadLine.of(41, "1,2", "it has 2 fields instead of 3"),
          BadLine.of(42, "1,2,a,b", "it has 4 fields instead of 3"),
          BadLine.of(43, "1,2,c", "the label 'c' is not one of the classes [a, b]"),
          BadLine.of(100, "1,2,", "column label: the label is missing"),
          BadLine.of(101, ",2,a", "column x: the value is missing;"),
          new BadLine(
              150,
              "1,2,\u00e4".getBytes(StandardCharsets.ISO_8859_1),
              "column label: '\ufffd' is not valid UTF-8"),
          BadLine.of(200, "1,2,\"a\"b", "text follows the closing quote of \"a\""),
          BadLine.of(201, "\u0000\u0001,2,a", "column x: '\ufffd\ufffd' is not a finite number"));

  @TempDir private Path directory;

  private final List<String> good = new ArrayList<>();

  @BeforeEach
  void writeFiles() throws IOException {
    Random random = new Random(8);
    for (int i = 0; i < ROWS; i++) {
      double x = random.nextGaussian() + i % 2;
      good.add("%s,%s,%s".formatted(x, random.nextGaussian(), i % 2 == 0 ? "a" : "b"));
    }
    List<String> clean = new ArrayList<>(good);
    clean.add(0, "x,y,label");
    Files.write(directory.resolve("clean.csv"), clean);
    ByteArrayOutputStream dirty = new ByteArrayOutputStream();
    int next = 0;
    for (int line = 1; next < clean.size(); line++) {
      int number = line;
      byte[] text = clean.get(next).getBytes(StandardCharsets.UTF_8);
      byte[] bad =
          BAD.stream().filter(b -> b.number() == number).map(BadLine::bytes).findAny().orElse(null);
      dirty.write(bad == null ? text : bad);
      dirty.write('\n');
      next += bad == null ? 1 : 0;
    }
    Files.write(directory.resolve("dirty.csv"), dirty.toByteArray());
    Files.writeString(
        directory.resolve("x.conf"),
        """
        recipe = textbook
        input { format = csv, classes = [a, b], bad-rows = quarantine, max-bad-rows = 0.2 }
        training { epochs = 30, partitions = 3 }
        """);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private CommandRun train(String run, String input, String... settings) {
    CommandRun train =
        CommandRun.of("train", path("x.conf"), "--output", path(run))
            .with("--set", "input.path=" + path(input));
    for (String setting : settings) {
      train.with("--set", setting);
    }
    return train;
  }

  private RunFiles run(String name) {
    return new RunFiles(directory.resolve(name));
  }

  private List<Map<String, Object>> quarantined(String file) throws IOException {
    return Files.readAllLines(directory.resolve(file)).stream()
        .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8), file))
        .toList();
  }

  private void requireAllBadLines(List<Map<String, Object>> rows, String file) {
    assertThat(rows).hasSize(BAD.size());
    for (int i = 0; i < BAD.size(); i++) {
      BadLine bad = BAD.get(i);
      assertThat(rows.get(i))
          .containsOnlyKeys("where", "file", "position", "number", "reason", "row");
      assertThat((String) rows.get(i).get("reason")).startsWith(bad.reason());
      assertThat((String) rows.get(i).get("file")).endsWith(file);
      assertThat((String) rows.get(i).get("where")).endsWith(file + ", line " + bad.number());
      assertThat(((Number) rows.get(i).get("position")).longValue()).isEqualTo(bad.number());
      assertThat(rows.get(i).get("row")).isEqualTo(new String(bad.bytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void goodRowsAreTrainedOnAsIfTheBadOnesWereNotThere() throws IOException {
    train("clean", "clean.csv").expect(ExitCode.DONE);
    String out = train("dirty", "dirty.csv").expect(ExitCode.DONE).out();
    assertThat(out).contains("312 rows read = 300 used + 12 quarantined");
    assertThat(run("dirty").sha()).isEqualTo(run("clean").sha());
    assertThat(run("dirty").json("status.json"))
        .containsEntry("rows_read", 312)
        .containsEntry("rows_used", 300)
        .containsEntry("rows_quarantined", 12)
        .containsEntry("samples", 300);
    assertThat(run("clean").json("status.json"))
        .containsEntry("rows_read", 300)
        .containsEntry("rows_quarantined", 0);
    assertThat(directory.resolve("clean/quarantine")).doesNotExist();
    requireAllBadLines(quarantined("dirty/quarantine/rows.jsonl"), "dirty.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"preparation.standardisation=z-score", "validation.fraction=0.3"})
  void badRowsSayNothingOfTheOthers(String setting) throws IOException {
    train("clean", "clean.csv", setting).expect(ExitCode.DONE);
    train("dirty", "dirty.csv", setting).expect(ExitCode.DONE);
    assertThat(run("dirty").sha()).isEqualTo(run("clean").sha());
    assertThat(run("dirty").metrics().get("validation"))
        .isEqualTo(run("clean").metrics().get("validation"));
  }

  @Test
  void theFirstBadRowIsAnErrorUnlessTheyArePutAside() throws IOException {
    String fail = "input.bad-rows=fail";
    String where = "dirty.csv, line 2: column x: 'oops' is not a finite number";
    assertThat(train("run", "dirty.csv", fail).expect(ExitCode.BAD_DATA).error())
        .contains(where)
        .contains("input.bad-rows = quarantine");
    assertThat(run("run").json("status.json")).containsEntry("exit_code", 65);
    train("clean", "clean.csv").expect(ExitCode.DONE);
    for (String command : List.of("evaluate", "predict")) {
      CommandRun scored =
          CommandRun.of(command, "--model", path("clean"), "--input", path("dirty.csv"))
              .with("--output", path(command), "--set", fail)
              .expect(ExitCode.BAD_DATA);
      assertThat(scored.error()).contains(where);
      assertThat(directory.resolve(command)).doesNotExist();
    }
  }

  @Test
  void moreBadRowsThanTheirShareAreAnError() {
    assertThat(
            train("run", "dirty.csv", "input.max-bad-rows=0.03").expect(ExitCode.BAD_DATA).error())
        .contains("12 of 312 rows are bad, more than the share of 0.03")
        .contains("input.max-bad-rows")
        .contains("dirty.csv, line 2: column x: 'oops' is not a finite number");
    train("enough", "dirty.csv", "input.max-bad-rows=0.04").expect(ExitCode.DONE);
  }

  @Test
  void rowsKeepTheirNumbersInPredictionsAndMetricsCountTheGoodOnes() throws IOException {
    train("model", "clean.csv").expect(ExitCode.DONE);
    CommandRun.of("predict", "--model", path("model"), "--input", path("clean.csv"))
        .with("--output", path("of-clean"))
        .expect(ExitCode.DONE);
    String out =
        CommandRun.of("predict", "--model", path("model"), "--input", path("dirty.csv"))
            .with("--output", path("of-dirty"))
            .expect(ExitCode.DONE)
            .out();
    // labels are not looked at, so that three of the lines are good
    assertThat(out)
        .contains("312 rows read = 303 used + 9 quarantined")
        .contains("303 rows, class");
    List<String> clean = Files.readAllLines(directory.resolve("of-clean/predictions.csv"));
    List<String> dirty = Files.readAllLines(directory.resolve("of-dirty/predictions.csv"));
    List<Map<String, Object>> aside = quarantined("of-dirty/quarantine/rows.jsonl");
    assertThat(dirty).hasSize(304);
    int good = 0;
    for (int line = 2; line <= 313; line++) {
      int number = line;
      boolean bad = BAD.stream().anyMatch(b -> b.number() == number);
      boolean put = aside.stream().anyMatch(row -> row.get("position").equals(number));
      String row = dirty.stream().filter(r -> r.startsWith(number - 2 + ",")).findAny().orElse("");
      assertThat(row.isEmpty()).isEqualTo(put);
      if (!bad) {
        good++;
        assertThat(row.replaceFirst("\\d+,", ""))
            .isEqualTo(clean.get(good).replaceFirst("\\d+,", ""));
      }
    }
    CommandRun.of("evaluate", "--model", path("model"), "--input", path("dirty.csv"))
        .with("--output", path("metrics"))
        .expect(ExitCode.DONE);
    assertThat(run("metrics").metrics()).containsEntry("samples", 300);
    requireAllBadLines(quarantined("metrics/quarantine/rows.jsonl"), "dirty.csv");
  }

  @Test
  void badRowsOfValidationHaveAFileOfTheirOwn() throws IOException {
    train("run", "dirty.csv", "validation.path=" + path("dirty.csv")).expect(ExitCode.DONE);
    requireAllBadLines(quarantined("run/quarantine/rows.jsonl"), "dirty.csv");
    requireAllBadLines(quarantined("run/quarantine/validation.jsonl"), "dirty.csv");
    assertThat(run("run").json("status.json"))
        .containsEntry("rows_read", 624)
        .containsEntry("rows_used", 600)
        .containsEntry("rows_quarantined", 24);
  }

  @Test
  void aTestPartOfItsOwnIsScoredOnceAndNothingIsChosenByIt() throws IOException {
    List<String> fresh = new ArrayList<>(List.of("x,y,label"));
    for (int i = 0; i < 60; i++) { // two thirds of the labels are against the model
      fresh.add("%s,0.5,%s".formatted(i % 2 == 0 ? -0.5 : 1.5, i % 3 == 0 ? "a" : "b"));
    }
    fresh.add(10, "1,2,c");
    Files.write(directory.resolve("fresh.csv"), fresh);
    String[] chosen = {
      "validation.path=" + path("clean.csv"), "stopping.patience=2", "training.record-every=1"
    };
    train("without", "clean.csv", chosen).expect(ExitCode.DONE);
    String out =
        train("with", "clean.csv", chosen)
            .with("--set", "test.path=" + path("fresh.csv"))
            .expect(ExitCode.DONE)
            .out();
    assertThat(run("with").sha()).isEqualTo(run("without").sha());
    assertThat(run("with").history("validation_cost"))
        .isEqualTo(run("without").history("validation_cost"));
    Map<Object, Object> validation =
        new HashMap<>((Map<?, ?>) run("without").metrics().get("validation"));
    validation.remove("importance"); // it is that of the test part, if there is one
    assertThat(run("with").metrics().get("validation")).isEqualTo(validation);
    assertThat(run("without").metrics()).doesNotContainKey("test");
    CommandRun.of("evaluate", "--model", path("with"), "--input", path("fresh.csv"))
        .with("--output", path("evaluated"))
        .expect(ExitCode.DONE);
    assertThat(run("with").metrics().get("test"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("samples", 60)
        .containsEntry("accuracy", run("evaluated").metrics().get("accuracy"))
        .containsEntry("mean_cost", run("evaluated").metrics().get("mean_cost"));
    assertThat(run("with").json("status.json"))
        .containsEntry("test_samples", 60)
        .containsEntry("validation_samples", 300)
        .containsEntry("rows_read", 661)
        .containsEntry("rows_quarantined", 1);
    assertThat(quarantined("with/quarantine/test.jsonl"))
        .extracting(row -> row.get("position"))
        .containsExactly(11);
    assertThat(directory.resolve("with/quarantine/rows.jsonl")).doesNotExist();
    assertThat(out)
        .contains("300 samples and 300 for validation and 60 for the test")
        .contains("test: 61 rows read = 60 used + 1 quarantined")
        .contains("test part, by which nothing was chosen: 60 samples, accuracy 0.");
    assertThat(Files.readString(directory.resolve("with/history.jsonl"))).doesNotContain("test");
  }

  @Test
  void aRowOfSeveralLinesIsOneRowBadOrNot() throws IOException {
    Files.writeString(
        directory.resolve("notes.csv"),
        "note,x,y,label\n\"see\n1,2,a\nend\",1,2,a\n\"z\n3,4,b\",oops,3,b\n\"x, y\",2,1,b\n1,,2,b\n");
    String out =
        train("run", "notes.csv", "input.ignore=[note]", "input.max-bad-rows=0.5")
            .expect(ExitCode.DONE)
            .out();
    assertThat(out).contains("4 rows read = 2 used + 2 quarantined");
    List<Map<String, Object>> rows = quarantined("run/quarantine/rows.jsonl");
    assertThat(rows).extracting(row -> row.get("position")).containsExactly(5, 8);
    assertThat(rows.get(0).get("reason")).isEqualTo("column x: 'oops' is not a finite number");
    assertThat(rows.get(0).get("row")).isEqualTo("\"z\n3,4,b\",oops,3,b");
    assertThat(rows.get(0).get("number")).isEqualTo(1);
    Files.writeString(
        directory.resolve("open.csv"), "note,x,y,label\nn,1,2,a\n\"see,1,2,a\nn,2,3,b\n");
    assertThat(
            train("open", "open.csv", "input.ignore=[note]", "input.max-bad-rows=1")
                .expect(ExitCode.BAD_DATA)
                .error())
        .contains("open.csv, line 3: a quoted field does not end")
        .contains("the start of the next one is unknown");
  }

  @Test
  void sparseRowsAreQuarantinedAlike() throws IOException {
    StringBuilder clean = new StringBuilder();
    StringBuilder dirty = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      String[] fields = good.get(i).split(",", -1);
      String line = "%s 1:%s 3:%s\n".formatted(fields[2], fields[0], fields[1]);
      clean.append(line);
      dirty.append(line);
      if (i % 50 == 7) {
        dirty.append(List.of("a 1:x\n", "a 3:1 2:1\n", "c 9999:1\n").get(i % 3));
      }
    }
    Files.writeString(directory.resolve("clean.libsvm"), clean);
    Files.writeString(directory.resolve("dirty.libsvm"), dirty);
    train("clean", "clean.libsvm", "input.format=libsvm").expect(ExitCode.DONE);
    String out = train("dirty", "dirty.libsvm", "input.format=libsvm").expect(ExitCode.DONE).out();
    assertThat(out).contains("306 rows read = 300 used + 6 quarantined").contains("3 features");
    assertThat(run("dirty").sha()).isEqualTo(run("clean").sha());
    assertThat(quarantined("dirty/quarantine/rows.jsonl"))
        .extracting(row -> row.get("position"))
        .containsExactly(9, 60, 111, 162, 213, 264);
  }

  @Test
  void damagedAndEmptyInputsAreErrorsUnderEitherPolicy() throws IOException {
    byte[] clean = Files.readAllBytes(directory.resolve("clean.csv"));
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (var output = new GZIPOutputStream(zipped)) {
      output.write(clean);
    }
    Files.write(
        directory.resolve("cut.csv.gz"), Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2));
    Files.createFile(directory.resolve("empty.csv"));
    Files.writeString(
        directory.resolve("utf16.csv"), "x,y,label\n1,2,a\n", StandardCharsets.UTF_16LE);
    for (String policy : List.of("fail", "quarantine")) {
      String setting = "input.bad-rows=" + policy;
      assertThat(train("cut", "cut.csv.gz", setting).expect(ExitCode.BAD_DATA).error())
          .containsPattern("cut.csv.gz, line \\d+: the file is damaged after this line");
      assertThat(train("empty", "empty.csv", setting).expect(ExitCode.BAD_DATA).error())
          .contains("empty.csv is empty");
      assertThat(train("utf16", "utf16.csv", setting).expect(ExitCode.BAD_DATA).error())
          .contains("utf16.csv has zero bytes in its first line: it is UTF-16");
    }
  }
}
