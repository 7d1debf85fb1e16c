package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.error.ExitCode;

class PlanCommandTest {

  @TempDir private Path directory;

  private CommandRun plan(String... settings) {
    CommandRun run = CommandRun.of("plan", "conf/clouds.conf");
    for (String setting : settings) {
      run.with("--set", setting);
    }
    return run;
  }

  private Path rows(int common, int rare) throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,y,label"));
    for (int i = 0; i < common + rare; i++) {
      lines.add("%s,0.5,%s".formatted(i, i < common ? "common" : "rare"));
    }
    return Files.write(directory.resolve("rows.csv"), lines);
  }

  @Test
  void aPlanSaysWhatTrainingWillDoAndNeedsAndTrainsNothing() {
    String out = plan("training.epochs=7").expect(ExitCode.DONE).out();
    assertThat(out)
        .contains("rows        1,500 rows read = 1,500 used + 0 quarantined")
        .contains("samples     1,500, 2 features")
        .contains("classes     3: 0 (500), 1 (500), 2 (500)")
        .contains("network     2-3-3, 21 parameters, sigmoid, double precision")
        .contains("partitions  1 in 1 blocks")
        .contains("memory      0.02400 MB of rows, kept as doubles; there is room for ")
        .contains("sent        nothing in an epoch")
        .contains(
            "results     168 bytes at the driver at the same time; spark.driver.maxResultSize is 1g")
        .containsPattern("time        about [\\d.]+ ms an epoch, [\\d.]+ ms for 7, ")
        .contains("BLAS ")
        .doesNotContain("epoch 0/7")
        .doesNotContain("note: ");
  }

  @Test
  void anEpochOnAClusterIsForetoldInItsParts() {
    String out =
        plan("training.partitions=16")
            .with("--executors", "12", "--cores", "2", "--bandwidth", "1Gbit")
            .with("--rows", "1500000000")
            .expect(ExitCode.DONE)
            .out();
    assertThat(out)
        .contains("an epoch of 1,500,000,000 rows in 16 partitions on executors with 2 core(s)")
        .contains("links of 125.0 MB/s")
        .containsPattern("executors +an epoch +compute +broadcast +reduce +scheduling +driver")
        .containsPattern("(?m)^ +12 +[\\d.]+ m?s .* m?s +[\\d.]+$")
        .contains("8 executor(s) are enough: twice as many make")
        .contains(
            "8 of 24 cores have no partition: training.partitions = 24 would give each core one")
        .contains("2.000 GB of rows for each of 12 executors");
  }

  @Test
  void aClusterThatIsNoneIsRefused() {
    assertThat(plan().with("--executors", "0").expect(ExitCode.USAGE).error())
        .contains("--executors = 0 must be from 1 to 100,000");
    assertThat(
            plan().with("--executors", "2", "--bandwidth", "fast").expect(ExitCode.USAGE).error())
        .contains(
            "'fast' is not a bandwidth; give bits or bytes per second, such as 10Gbit or 125MB");
  }

  @Test
  void aTrainingBeginsWithItsPlan() {
    assertThat(
            CommandRun.of("train", "conf/clouds.conf", "--set", "training.epochs=5")
                .with("--output", directory.resolve("run").toString())
                .expect(ExitCode.DONE)
                .out())
        .contains("samples     1,500, 2 features");
  }

  @Test
  void rowsThatMemoryDoesNotHoldAreNamedWithARemedyBeforeAnyIsRead() {
    String large =
        plan(
                "input.clouds.samples=400000000",
                "input.clouds.dimensions=20",
                "training.partitions=8")
            .expect(ExitCode.DONE)
            .out();
    assertThat(large)
        .contains("note: the rows take 192.0 GB, but there is room for only ")
        .contains("the rest goes to local disks")
        .contains("training.precision = float")
        .contains("each epoch");
    assertThat(
            plan(
                    "input.clouds.samples=400000000",
                    "input.clouds.dimensions=20",
                    "training.storage=memory",
                    "training.precision=float")
                .expect(ExitCode.DONE)
                .out())
        .contains("note: the rows take 96.00 GB")
        .contains("the rest is computed again in every epoch")
        .doesNotContain("or training.precision = float");
  }

  @Test
  void emptyPartitionsAndRareClassesAreNamed() throws IOException {
    String out =
        plan("training.partitions=64")
            .with("--set", "input.format=csv", "--set", "input.path=" + rows(50, 2))
            .expect(ExitCode.DONE)
            .out();
    assertThat(out)
        .contains("note: 12 of 64 partitions will be empty, as there are only 52 rows")
        .contains("note: classes with few rows: rare (2), while the largest has 50;")
        .contains("training.class-weights = balanced");
  }

  @Test
  void partitionsWithoutRowsTrainNevertheless() throws IOException {
    CommandRun.of("train", "conf/clouds.conf", "--set", "training.partitions=64")
        .with("--set", "input.format=csv", "--set", "input.path=" + rows(40, 12))
        .with("--set", "training.epochs=3", "--set", "training.epochs-per-job=1")
        .with("--output", directory.resolve("run").toString())
        .expect(ExitCode.DONE);
    assertThat(new RunFiles(directory.resolve("run")).json("status.json"))
        .containsEntry("rows_read", 52)
        .containsEntry("rows_used", 52)
        .containsEntry("rows_quarantined", 0);
  }

  @Test
  void aFaultInTheDataIsThePlansFaultToo() throws IOException {
    Path bad = Files.write(directory.resolve("bad.csv"), List.of("x,label", "1,a", "?,b"));
    assertThat(
            plan()
                .with("--set", "input.format=csv", "--set", "input.path=" + bad)
                .expect(ExitCode.BAD_DATA)
                .error())
        .contains("bad.csv, line 3: column x: '?' is not a finite number");
  }
}
