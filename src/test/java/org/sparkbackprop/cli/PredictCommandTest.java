package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.error.ExitCode;

/** What may be chosen when rows are scored, as users of {@code predict} and {@code evaluate} do. */
class PredictCommandTest {

  private static final String ZEROS = "preparation.unknown-categories=zeros";
  private static final String QUARANTINE = "input.bad-rows=quarantine";

  @TempDir private Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  /** A model of a column of categories, trained beside an index that is ignored. */
  @BeforeEach
  void train() throws IOException {
    List<String> lines = new ArrayList<>(List.of("id,plan,x,label"));
    for (int i = 0; i < 40; i++) {
      lines.add("%s,%s,%s,%s".formatted(i, i % 3 == 0 ? "basic" : "family", i % 5, i % 2 + "c"));
    }
    Files.write(directory.resolve("train.csv"), lines);
    Files.writeString(
        directory.resolve("x.conf"),
        """
        recipe = textbook
        input { format = csv, ignore = [id], categories = [plan], max-bad-rows = 0.9 }
        training.epochs = 3
        """);
    CommandRun.of("train", path("x.conf"), "--output", path("run"))
        .with("--set", "input.path=" + path("train.csv"))
        .expect(ExitCode.DONE);
    Files.write(
        directory.resolve("new.csv"),
        List.of("plan,x,label", "gold,1,0c", "basic,2,1c", "family,oops,0c", "basic,3,1c", "x"));
  }

  private CommandRun score(String command, String output, String... settings) {
    CommandRun run =
        CommandRun.of(command, "--model", path("run"), "--input", path("new.csv"))
            .with("--output", path(output));
    for (String setting : settings) {
      run.with("--set", setting);
    }
    return run;
  }

  private List<String> predictions(String output) throws IOException {
    return Files.readAllLines(directory.resolve(output).resolve("predictions.csv"));
  }

  @Test
  void badRowsMayBeKeptWithAnEmptyClass() throws IOException {
    assertThat(score("predict", "p").expect(ExitCode.BAD_DATA).error())
        .contains("new.csv, line 2: column plan: 'gold' is not one of its categories");
    assertThat(score("predict", "p").with("--keep-bad-rows").expect(ExitCode.USAGE).error())
        .contains("input.bad-rows=quarantine");
    score("predict", "without", QUARANTINE).expect(ExitCode.DONE);
    score("predict", "kept", QUARANTINE).with("--keep-bad-rows").expect(ExitCode.DONE);
    List<String> without = predictions("without");
    assertThat(without).hasSize(3);
    assertThat(predictions("kept"))
        .containsExactly(without.get(0), "0,,,", without.get(1), "2,,,", without.get(2), "4,,,");
    String zeros =
        score("predict", "zeros", QUARANTINE, ZEROS)
            .with("--keep-bad-rows")
            .expect(ExitCode.DONE)
            .out();
    assertThat(zeros)
        .contains("note: column plan: 1 values are not among its categories")
        .contains("[gold]");
    assertThat(predictions("zeros").get(1)).matches("0,[01]c,0\\.\\d+,0\\.\\d+");
    score("evaluate", "metrics", QUARANTINE, ZEROS).expect(ExitCode.DONE);
    assertThat(new RunFiles(directory.resolve("metrics")).metrics()).containsEntry("samples", 3);
  }

  @Test
  void predictionsAreReplacedWhereThatIsAskedForAndNothingElseIs() throws IOException {
    score("predict", "p", QUARANTINE).expect(ExitCode.DONE);
    List<String> before = predictions("p");
    assertThat(score("predict", "p").expect(ExitCode.CANNOT_CREATE_OUTPUT).error())
        .contains("or --overwrite");
    score("predict", "p").with("--overwrite").expect(ExitCode.BAD_DATA);
    assertThat(predictions("p")).isEqualTo(before);
    Files.write(directory.resolve("new.csv"), List.of("plan,x", "basic,1"));
    score("predict", "p").with("--overwrite").expect(ExitCode.DONE);
    assertThat(predictions("p")).hasSize(2);
    assertThat(directory.resolve("p/quarantine")).doesNotExist();
    try (var files = Files.list(directory.resolve("p"))) {
      assertThat(files.filter(f -> !f.endsWith("predictions.csv")).toList()).isEmpty();
    }
    Files.createFile(directory.resolve("p/mine.txt"));
    assertThat(
            score("predict", "p").with("--overwrite").expect(ExitCode.CANNOT_CREATE_OUTPUT).error())
        .contains("mine.txt");
    assertThat(predictions("p")).hasSize(2);
  }

  @Test
  void ofASettingThatIsNoneOneThingIsSaid() {
    assertThat(score("predict", "p", "input.fromat=csv").expect(ExitCode.USAGE).error())
        .contains("input.fromat is not a key; did you mean input.format?")
        .doesNotContain("has no effect here", "problems");
    assertThat(score("predict", "p", "epochs=3").expect(ExitCode.USAGE).error())
        .contains("epochs is not a key")
        .doesNotContain("has no effect here", "problems");
    assertThat(score("predict", "p", "training.epochs=3").expect(ExitCode.USAGE).error())
        .contains("training.epochs is part of the trained model");
    assertThat(score("predict", "p", "preparation.missing=0").expect(ExitCode.USAGE).error())
        .contains("preparation.missing is part of the trained model");
  }

  @Test
  void namesOfLocalFilesMayHaveColons() throws IOException {
    Files.createDirectories(directory.resolve("10:30"));
    for (String name : List.of("10:30/train:1.csv", "train:1.csv")) {
      Files.copy(directory.resolve("train.csv"), directory.resolve(name));
    }
    Files.copy(directory.resolve("x.conf"), directory.resolve("x:1.conf"));
    for (String input : List.of("train:1.csv", "10:30")) {
      CommandRun.of("train", path("x:1.conf"), "--output", path("run:1"), "--overwrite")
          .with("--set", "input.path=" + path(input))
          .expect(ExitCode.DONE);
      assertThat(new RunFiles(directory.resolve("run:1")).sha())
          .isEqualTo(new RunFiles(directory.resolve("run")).sha());
    }
    CommandRun.of("predict", "--model", path("run:1"), "--input", path("train:1.csv"))
        .with("--output", path("p:1"))
        .expect(ExitCode.DONE);
    assertThat(predictions("p:1")).hasSize(41);
    Files.createFile(directory.resolve("rows:1.parquet"));
    assertThat(
            CommandRun.of("train", path("x.conf"), "--output", path("none"))
                .with("--set", "input.format=parquet")
                .with("--set", "input.path=" + path("rows:1.parquet"))
                .expect(ExitCode.USAGE)
                .error())
        .contains("rows:1.parquet, as its name contains a colon; rename it");
  }
}
