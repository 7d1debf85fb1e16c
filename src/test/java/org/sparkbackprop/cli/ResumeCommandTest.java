package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.storage.Json;

/** {@code train --resume}: what is left of a run, and what becomes of it. */
class ResumeCommandTest {

  private static final String AT_26 = "checkpoints/epoch-00000000000000000026";
  private static final String AT_30 = "checkpoints/epoch-00000000000000000030";

  @TempDir private Path directory;

  /** Three clouds, 30 epochs, of which the states after 26 and 30 are left. */
  private CommandRun train(List<String> settings, String... more) {
    CommandRun run =
        CommandRun.of("train", "conf/clouds.conf", "--output", path().toString())
            .with("--set", "optimizer.gradient=mean", "--set", "training.record-every=2")
            .with("--set", "training.epochs=30", "--set", "training.checkpoint-every=13")
            .with("--set", "optimizer.learning-rate=0.1");
    settings.forEach(setting -> run.with("--set", setting));
    return run.with(more);
  }

  private CommandRun train(String... settings) {
    return train(List.of(settings));
  }

  private CommandRun resume(String... settings) {
    return train(List.of(settings), "--resume");
  }

  private Path path() {
    return directory.resolve("run");
  }

  private RunFiles run() {
    return new RunFiles(path());
  }

  /** As if the process had been killed after so many epochs and a little more. */
  private void interrupt() throws IOException {
    for (String gone : List.of("model", "metrics.json", "report.html", AT_30)) {
      delete(gone);
    }
    Map<String, Object> status = run().json("status.json");
    status.put("state", "running");
    Files.writeString(path().resolve("status.json"), Json.document(status));
  }

  private void delete(String name) {
    assertThat(FileUtil.fullyDelete(path().resolve(name).toFile())).as(name).isTrue();
  }

  private List<Map<String, Object>> historyWithoutSeconds() throws IOException {
    List<Map<String, Object>> lines = new ArrayList<>(run().history());
    lines.forEach(line -> line.keySet().removeIf(key -> key.endsWith("seconds")));
    return lines;
  }

  private Map<String, Object> metricsWithoutSeconds() throws IOException {
    Map<String, Object> metrics = run().metrics();
    metrics.keySet().removeIf(key -> key.endsWith("seconds"));
    return metrics;
  }

  static Stream<List<String>> waysToTrain() {
    List<String> local =
        List.of("training.method=local-sgd", "training.partitions=3", "training.batch-size=20");
    return Stream.of(
        List.of("optimizer.learning-rate=0.5"),
        List.of("optimizer.name=momentum", "training.partitions=4", "training.epochs-per-job=1"),
        List.of("optimizer.name=momentum", "optimizer.nesterov=true", "regularization.l2=1e-4"),
        List.of("optimizer.name=adam", "training.precision=float"),
        List.of(
            "optimizer.name=adam",
            "optimizer.schedule={shape=cosine, warm-up=3}",
            "validation.fraction=0.3",
            "stopping.patience=20",
            "stopping.least-improvement=0.05"),
        List.of("optimizer.name=l-bfgs", "optimizer.l-bfgs.history=4"),
        List.of("optimizer.line-search=backtracking", "optimizer.learning-rate=30"),
        List.of("optimizer.learning-rate=auto"),
        with(local, "optimizer.name=adam", "training.rounds-per-epoch=2"),
        with(
            local,
            "training.method=mini-batch",
            "network.activation=gelu",
            "optimizer={name=adam, average=0.9, clip-norm=0.1, schedule.shape=log-cosine}",
            "regularization={weight-decay=0.1, dropout=0.2, course=flat-cosine}",
            "regularization.label-smoothing=0.1",
            "validation.fraction=0.3",
            "stopping.patience=20"),
        with(local, "training.outer-momentum=0.5", "regularization.dropout=0.2"),
        with(local, "optimizer.name=momentum", "training.epochs-per-job=1"));
  }

  private static List<String> with(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }

  @ParameterizedTest
  @MethodSource("waysToTrain")
  void anInterruptedRunEndsWithTheBitsOfOneThatWasNot(List<String> settings) throws IOException {
    train(settings).expect(ExitCode.DONE);
    String sha = run().sha();
    List<Map<String, Object>> history = historyWithoutSeconds();
    Map<String, Object> metrics = metricsWithoutSeconds();
    interrupt();
    Files.writeString(path().resolve("history.jsonl"), "{\"epoch\":0,\"co"); // torn
    CommandRun resumed = train(settings, "--resume").expect(ExitCode.DONE);
    assertThat(resumed.out()).contains("resumes from the checkpoint after epoch 26");
    assertThat(run().sha()).isEqualTo(sha);
    assertThat(historyWithoutSeconds()).isEqualTo(history);
    assertThat(metricsWithoutSeconds()).isEqualTo(metrics);
    assertThat(run().history("seconds")).isSorted();
    assertThat(run().json("status.json")).containsEntry("state", "succeeded");
  }

  @Test
  void whereNothingIsThereItBeginsAndWhereARunIsFinishedNothingIsDone() throws IOException {
    resume().expect(ExitCode.DONE);
    byte[] status = Files.readAllBytes(path().resolve("status.json"));
    String sha = run().sha();
    CommandRun again = resume().expect(ExitCode.DONE);
    assertThat(again.out())
        .contains("is finished: all epochs are done; there is nothing to resume");
    assertThat(Files.readAllBytes(path().resolve("status.json"))).isEqualTo(status);
    train("training.checkpoint-every=0").with("--overwrite").expect(ExitCode.DONE);
    assertThat(run().sha()).isEqualTo(sha);
  }

  @Test
  void keysThatChangeTheResultAreNamedAndTheOthersMayDiffer() throws IOException {
    train().expect(ExitCode.DONE);
    interrupt();
    byte[] status = Files.readAllBytes(path().resolve("status.json"));
    CommandRun refused =
        resume("training.seed=2", "optimizer.learning-rate=0.2", "training.storage=disk")
            .expect(ExitCode.USAGE);
    assertThat(refused.error())
        .contains("input.clouds.seed, optimizer.learning-rate, training.seed")
        .doesNotContain("training.storage");
    assertThat(resume("training.epochs=29").expect(ExitCode.USAGE).error())
        .contains("training.epochs = 29 is less than the 30");
    assertThat(resume().with("--overwrite").expect(ExitCode.USAGE).error())
        .contains("exclude each other");
    assertThat(Files.readAllBytes(path().resolve("status.json"))).isEqualTo(status);
    resume(
            "training.storage=disk",
            "training.epochs-per-job=2",
            "training.checkpoint-every=1",
            "training.checkpoint-minutes=1.5",
            "optimizer.learning-rate=0.10")
        .expect(ExitCode.DONE);
  }

  @Test
  void moreEpochsGoOnWhereARunEnded() throws IOException {
    train("training.epochs=45").expect(ExitCode.DONE);
    String sha = run().sha();
    List<Double> costs = run().history("cost");
    train().with("--overwrite").expect(ExitCode.DONE);
    CommandRun more = resume("training.epochs=45").expect(ExitCode.DONE);
    assertThat(more.out()).contains("resumes from the checkpoint after epoch 30");
    assertThat(run().sha()).isEqualTo(sha);
    assertThat(run().history("cost")).isEqualTo(costs);
    assertThat(resume("training.epochs=45").expect(ExitCode.DONE).out()).contains("is finished");
  }

  @Test
  void underAScheduleThatFallsUntilTheLastEpochMoreOfThemChangeTheResult() throws IOException {
    String linear = "optimizer.schedule.shape=linear";
    train(linear).expect(ExitCode.DONE);
    assertThat(resume(linear, "training.epochs=45").expect(ExitCode.USAGE).error())
        .contains("training.epochs");
  }

  @Test
  void aDamagedCheckpointIsToldAndTheOneBeforeIsUsed() throws IOException {
    train("training.checkpoint-every=12").expect(ExitCode.DONE); // 24 and 30
    String sha = run().sha();
    Path latest = path().resolve(AT_30);
    interruptWithout(latest);
    CommandRun resumed = resume("training.checkpoint-every=12").expect(ExitCode.DONE);
    assertThat(resumed.out())
        .contains("does not have its SHA-256; trying an earlier one")
        .contains("resumes from the checkpoint after epoch 24");
    assertThat(run().sha()).isEqualTo(sha);
  }

  private void interruptWithout(Path checkpoint) throws IOException {
    Path aside = directory.resolve("aside");
    Files.move(checkpoint, aside);
    Files.createDirectory(checkpoint);
    interrupt();
    Files.move(aside, checkpoint);
    byte[] weights = Files.readAllBytes(checkpoint.resolve(WeightsFile.NAME));
    weights[weights.length - 1] ^= 1;
    Files.write(checkpoint.resolve(WeightsFile.NAME), weights);
  }

  @Test
  void whereNothingWasKeptTrainingBeginsAgainAndSaysSo() throws IOException {
    train("training.checkpoint-every=0").expect(ExitCode.DONE);
    String sha = run().sha();
    Files.createDirectories(path().resolve(AT_30));
    interrupt();
    CommandRun resumed = resume("training.checkpoint-every=0").expect(ExitCode.DONE);
    assertThat(resumed.out()).contains("training starts again from the first epoch");
    assertThat(run().sha()).isEqualTo(sha);
  }

  @Test
  void otherRowsAreRefusedAndTheCheckpointStays() throws IOException {
    Path rows = directory.resolve("rows.csv");
    Files.writeString(rows, "x,label\n1,a\n2,b\n3,a\n");
    String[] csv = {"input={format=csv,path=\"" + rows + "\"}"};
    train(csv).expect(ExitCode.DONE);
    interrupt();
    Files.writeString(rows, "x,label\n1,a\n2,b\n4,a\n");
    assertThat(resume(csv).expect(ExitCode.BAD_DATA).error()).contains("other fingerprint");
    Files.writeString(rows, "x,label\n2,b\n1,a\n3,a\n");
    assertThat(resume(csv).expect(ExitCode.BAD_DATA).error()).contains("or their order");
    Files.writeString(rows, "x,label\n1,a\n2,b\n3,c\n");
    assertThat(resume(csv).expect(ExitCode.BAD_DATA).error())
        .contains("is of network 1-3-2, not 1-3-3");
    assertThat(path().resolve(AT_26).resolve("complete")).exists();
    Files.writeString(rows, "x,label\n1,a\n2,b\n3,a\n");
    resume(csv).expect(ExitCode.DONE);
  }

  @Test
  void aFinishedRunStaysFinishedWhereOneThatWasToGoOnWithItFailed() throws IOException {
    Path rows = directory.resolve("rows.csv");
    Files.writeString(rows, "x,label\n1,a\n2,b\n3,a\n");
    String csv = "input={format=csv,path=\"" + rows + "\"}";
    String never = "training.checkpoint-every=0";
    train(csv, never).expect(ExitCode.DONE);
    Path aside = directory.resolve("aside.csv");
    Files.move(rows, aside);
    resume(csv, never, "training.epochs=45").expect(ExitCode.NOT_FOUND);
    assertThat(run().json("status.json")).containsEntry("state", "failed");
    assertThat(resume(csv, never).expect(ExitCode.DONE).out()).contains("is finished");
    Files.move(aside, rows);
    resume(csv, never, "training.epochs=45").expect(ExitCode.DONE);
    assertThat(run().history("epoch")).endsWith(45.0);
    assertThat(run().json("status.json")).doesNotContainKey("finished_before");
  }

  @Test
  void numbersMayBeTexts() {
    String[] texts = {"training.epochs=\"30\"", "optimizer.learning-rate=\"0.1\""};
    train(texts).expect(ExitCode.DONE);
    assertThat(resume(texts).expect(ExitCode.DONE).out()).contains("is finished");
    assertThat(resume("training.epochs=29").expect(ExitCode.USAGE).error())
        .contains("less than the 30");
  }

  @Test
  void whatRemainsToBeWrittenNeedsNoCheckpointAnew() throws IOException {
    train().expect(ExitCode.DONE);
    String sha = run().sha();
    delete("model");
    Path mark = path().resolve(AT_30).resolve("complete");
    FileTime written = Files.getLastModifiedTime(mark);
    resume().expect(ExitCode.DONE);
    assertThat(run().sha()).isEqualTo(sha);
    assertThat(Files.getLastModifiedTime(mark)).isEqualTo(written);
  }

  @Test
  void aRunThatDivergedIsNotRepeated() {
    String[] steep = {"optimizer.learning-rate=1e300"};
    train(steep).expect(ExitCode.DIVERGED);
    assertThat(resume(steep).expect(ExitCode.DIVERGED).error()).contains("would diverge again");
    assertThat(resume().expect(ExitCode.USAGE).error())
        .contains("optimizer.learning-rate; it diverged: other values need --overwrite");
  }
}
