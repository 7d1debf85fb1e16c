package org.sparkbackprop.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.storage.Json;

/** A driver that is stopped or killed in the middle of its work, and one that goes on with it. */
class ResumeIT {

  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final long BOUND_MILLIS = 60_000;

  @TempDir private static Path directory;
  private static String undisturbed;

  @BeforeAll
  static void trainWithoutDisturbance() throws IOException, InterruptedException {
    Command.Result whole = train("whole").run();
    assertThat(whole.code()).as(whole.err()).isZero();
    undisturbed = sha("whole");
  }

  private static Command train(String output, String... more) {
    List<String> words = new ArrayList<>(List.of(PROJECT.resolve("submit.sh").toString()));
    words.addAll(List.of("train", PROJECT.resolve("conf/clouds.conf").toString()));
    words.addAll(List.of("--output", output));
    for (String key :
        List.of("epochs=3000", "record-every=1", "checkpoint-every=100", "partitions=2")) {
      words.addAll(List.of("--set", "training." + key));
    }
    words.addAll(List.of("--set", "optimizer.name=adam", "--set", "optimizer.learning-rate=0.01"));
    words.addAll(List.of(more));
    return new Command(directory, words);
  }

  /** Begins a run that takes a job an epoch, and waits until it has recorded so many of them. */
  private static Process begunUntil(String output, int epoch)
      throws IOException, InterruptedException {
    Process process =
        train(output, "--set", "training.epochs-per-job=1")
            .start(directory.resolve(output + ".out"), directory.resolve(output + ".err"));
    Path history = directory.resolve(output).resolve("history.jsonl");
    long deadline = System.currentTimeMillis() + BOUND_MILLIS;
    while (!Files.exists(history) || Files.readAllLines(history).size() <= epoch) {
      assertThat(process.isAlive()).as("the run before epoch %d", epoch).isTrue();
      assertThat(System.currentTimeMillis()).isLessThan(deadline);
      Thread.sleep(20);
    }
    return process;
  }

  private static String sha(String output) throws IOException {
    return WeightsFile.sha256(
        Files.readAllBytes(directory.resolve(output).resolve("model/weights.safetensors")));
  }

  private static Map<String, Object> json(String output, String name) throws IOException {
    return Json.parse(Files.readAllBytes(directory.resolve(output).resolve(name)), name);
  }

  private static List<Object> epochs(String output) throws IOException {
    return Files.readAllLines(directory.resolve(output).resolve("history.jsonl")).stream()
        .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8), "history").get("epoch"))
        .toList();
  }

  private static void assertGoesOnToTheSameEnd(String output)
      throws IOException, InterruptedException {
    assertThat(directory.resolve(output).resolve("model")).doesNotExist();
    Command.Result resumed = train(output, "--resume").run();
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("resumes from the checkpoint after epoch");
    assertThat(sha(output)).isEqualTo(undisturbed);
    assertThat(epochs(output)).isEqualTo(epochs("whole"));
    assertThat(json(output, "status.json")).containsEntry("state", "succeeded");
  }

  @Test
  void afterSigtermTheStateOfTheEpochIsKeptAndTheExitCodeIs143()
      throws IOException, InterruptedException {
    Process process = begunUntil("stopped", 137);
    process.destroy();
    assertThat(process.waitFor(BOUND_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    Map<String, Object> status = json("stopped", "status.json");
    assertThat(status).containsEntry("state", "stopped").containsEntry("exit_code", 143);
    assertThat((String) status.get("message")).contains("--resume resumes it");
    int done = (int) status.get("epochs_done");
    assertThat(epochs("stopped")).hasSize(done); // those before it, and no more
    assertThat(
            directory.resolve(
                String.format(Locale.ROOT, "stopped/checkpoints/epoch-%020d/complete", done)))
        .exists();
    assertThat(Files.readString(directory.resolve("stopped.err")))
        .contains(String.format(Locale.ROOT, "stopped by a signal after epoch %,d", done))
        .doesNotContain("error");
    assertGoesOnToTheSameEnd("stopped");
  }

  @Test
  void aDriverThatIsKilledGoesOnFromItsLatestCheckpoint() throws IOException, InterruptedException {
    Process process = begunUntil("killed", 251);
    process.destroyForcibly();
    assertThat(process.waitFor(BOUND_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(137);
    assertThat(json("killed", "status.json")).containsEntry("state", "running");
    assertGoesOnToTheSameEnd("killed");
  }
}
