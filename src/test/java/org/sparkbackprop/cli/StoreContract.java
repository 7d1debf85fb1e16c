package org.sparkbackprop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.registry.PublicationRace;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Race;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.stores.StoreServer;

/**
 * What every store has to hold: configuration, data, model and outputs lie in it, and all is as
 * with local files, to the bit.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContract {

  private static final int FILES = 5;
  private static final int ROWS_A_FILE = 100;
  private static final int PIXELS = 64;
  private static final long LIMIT = 1 << 24;

  private static final String SETTINGS =
      """
      recipe = textbook
      input { format = csv, path = "%s/data/*.csv", label = digit, divide-by = 255 }
      validation { fraction = 0.2 }
      network { hidden = [16], activation = tanh }
      training { epochs = 40, record-every = 10, checkpoint-every = 20, partitions = 2 }
      optimizer { name = adam, learning-rate = 0.05, gradient = mean }
      """;

  private final Supplier<StoreServer> starter;
  private StoreServer server;
  private Configuration hadoop;
  private Storage store;
  private Storage local;

  StoreContract(Supplier<StoreServer> starter) {
    this.starter = starter;
  }

  @BeforeAll
  void trainOnLocalFilesAndInTheStore(@TempDir Path directory) throws IOException {
    server = starter.get();
    hadoop = new Configuration();
    server
        .properties()
        .forEach(
            (name, value) -> {
              hadoop.set(name, value);
              System.setProperty("spark.hadoop." + name, value);
            });
    store = HadoopStorage.at(server.root() + "/", hadoop);
    local = new LocalStorage(directory);
    for (Storage storage : List.of(local, store)) {
      writeDigits(storage);
      train(storage, "runs/first").expect(ExitCode.DONE);
    }
  }

  @AfterAll
  void end() {
    if (server != null) {
      server.properties().keySet().forEach(name -> System.clearProperty("spark.hadoop." + name));
      server.close();
    }
  }

  /** Images like MNIST's, ten blurred shapes with noise, over several files. */
  private static void writeDigits(Storage storage) {
    Random random = new Random(7);
    int[][] shapes =
        IntStream.range(0, 10).mapToObj(k -> pixels(random, 256)).toArray(int[][]::new);
    String header =
        IntStream.range(0, PIXELS).mapToObj(i -> "p" + i).collect(Collectors.joining(","))
            + ",digit";
    for (int file = 0; file < FILES; file++) {
      StringBuilder lines = new StringBuilder(header).append('\n');
      for (int row = 0; row < ROWS_A_FILE; row++) {
        int digit = random.nextInt(10);
        int[] noise = pixels(random, 256);
        for (int i = 0; i < PIXELS; i++) {
          lines.append((shapes[digit][i] + 2 * noise[i]) / 3).append(',');
        }
        lines.append(digit).append('\n');
      }
      storage.writeText("data/part-" + file + ".csv", lines.toString());
    }
    storage.writeText("conf/digits.conf", SETTINGS.formatted(uri(storage, "")));
  }

  private static int[] pixels(Random random, int bound) {
    return random.ints(PIXELS, 0, bound).toArray();
  }

  static String uri(Storage storage, String name) {
    String root = storage.location().replaceFirst("/$", "");
    return name.isEmpty() ? root : root + "/" + name;
  }

  private static CommandRun train(Storage storage, String output) {
    return CommandRun.of("train", uri(storage, "conf/digits.conf"))
        .with("--output", uri(storage, output));
  }

  private static String sha(Storage storage, String run) {
    return WeightsFile.sha256(storage.read(run + "/model/weights.safetensors", LIMIT));
  }

  private static Map<String, Object> json(Storage storage, String name) {
    return Json.parse(storage.read(name, LIMIT), name);
  }

  @Test
  void theWeightsHaveTheBitsOfLocalFiles() {
    assertThat(sha(store, "runs/first")).isEqualTo(sha(local, "runs/first"));
    assertThat(json(store, "runs/first/metrics.json"))
        .containsEntry("cost", json(local, "runs/first/metrics.json").get("cost"))
        .containsEntry("samples", json(local, "runs/first/metrics.json").get("samples"));
  }

  @Test
  void aRunLeavesWhatItLeavesLocallyAndNothingElse() {
    for (String directory : List.of("", "/model", "/checkpoints")) {
      assertThat(store.list("runs/first" + directory))
          .as("files of the run" + directory)
          .isEqualTo(local.list("runs/first" + directory))
          .isNotEmpty();
    }
    assertThat(json(store, "runs/first/status.json")).containsEntry("state", "succeeded");
    String history = new String(store.read("runs/first/history.jsonl", LIMIT), UTF_8);
    assertThat(history.lines()).hasSize(5);
  }

  @Test
  void theModelIsShownEvaluatedAndUsedFromThere() {
    for (Storage storage : List.of(local, store)) {
      String run = uri(storage, "runs/first");
      String shown = CommandRun.of("inspect", "--model", run).expect(ExitCode.DONE).out();
      assertThat(shown).contains("SHA-256 checked").contains("64 inputs, 16 outputs, tanh");
      score(storage, "evaluate", "evaluated");
      score(storage, "predict", "predicted");
    }
    assertThat(json(store, "evaluated/metrics.json"))
        .isEqualTo(json(local, "evaluated/metrics.json"))
        .containsEntry("samples", FILES * ROWS_A_FILE);
    assertThat(store.read("predicted/predictions.csv", LIMIT))
        .isEqualTo(local.read("predicted/predictions.csv", LIMIT));
    assertThat(store.list("predicted")).containsExactly("predictions.csv");
  }

  @Test
  void aRetrainedModelHasItsVersionsThere() {
    TwoNights there = TwoNights.retrained(store, SETTINGS.formatted(uri(store, "")));
    TwoNights here = TwoNights.retrained(local, SETTINGS.formatted(uri(local, "")));
    there.assertSameAs(here);
    there.assertRolledBackAndListed();
  }

  @RepeatedTest(5)
  void ofManyThatPublishAGenerationAtOnceOneDoes(RepetitionInfo repetition) {
    PublicationRace.run(store.directory("models/raced"), repetition.getCurrentRepetition());
  }

  private static void score(Storage storage, String command, String output) {
    CommandRun.of(command, "--model", uri(storage, "runs/first"))
        .with("--input", uri(storage, "data/*.csv"))
        .with("--output", uri(storage, output))
        .expect(ExitCode.DONE);
  }

  @Test
  void anEarlierRunIsReplacedOnlyWhenToldTo() {
    train(store, "runs/again").expect(ExitCode.DONE);
    String refusal = train(store, "runs/again").expect(ExitCode.CANNOT_CREATE_OUTPUT).error();
    assertThat(refusal)
        .contains(uri(store, "runs/again") + " exists; give --overwrite or another --output");
    assertThat(sha(store, "runs/again")).isEqualTo(sha(store, "runs/first"));
    train(store, "runs/again")
        .with("--overwrite", "--set", "training.seed=2")
        .expect(ExitCode.DONE);
    assertThat(sha(store, "runs/again")).isNotEqualTo(sha(store, "runs/first"));
    assertThat(store.list("runs/again")).isEqualTo(store.list("runs/first"));
    assertThat(json(store, "runs/again/model/model.json"))
        .containsEntry("weights_sha256", sha(store, "runs/again"));
  }

  /** The last checkpoint's mark, and what comes after it, are gone: as after a kill. */
  @Test
  void anInterruptedRunGoesOnFromTheCheckpointThatIsWhole() {
    String run = "runs/interrupted";
    train(store, run).expect(ExitCode.DONE);
    List<String> checkpoints = store.list(run + "/checkpoints");
    assertThat(checkpoints).hasSize(2);
    for (String gone : List.of("checkpoints/" + checkpoints.get(1) + "/complete", "model")) {
      store.delete(run + "/" + gone);
    }
    store.delete(run + "/history.jsonl"); // of a stream that was never closed a bucket has nothing
    store.writeText(run + "/status.json", Json.document(Map.of("state", "running")));
    String out = train(store, run).with("--resume").expect(ExitCode.DONE).out();
    assertThat(out)
        .contains("complete is missing")
        .contains("resumes from the checkpoint after epoch 20");
    assertThat(sha(store, run)).isEqualTo(sha(local, "runs/first"));
    String history = new String(store.read(run + "/history.jsonl", LIMIT), UTF_8);
    assertThat(history.lines()).hasSize(5);
    assertThat(train(store, run).with("--resume").expect(ExitCode.DONE).out())
        .contains("there is nothing to resume");
  }

  @Test
  void whatIsMissingIsNamed() {
    String missing = uri(store, "data/absent.csv");
    String error =
        train(store, "runs/missing")
            .with("--set", "input.path=" + missing)
            .expect(ExitCode.NOT_FOUND)
            .error();
    assertThat(error).contains("the input " + missing + " does not exist");
    assertThat(json(store, "runs/missing/status.json")).containsEntry("state", "failed");
    assertThat(store.list("runs/missing")).containsExactly("status.json");
  }

  @Test
  void aFileIsCreatedOnlyIfThereIsNone() {
    assertThat(store.createIfAbsent("created/file", "first".getBytes(UTF_8))).isTrue();
    assertThat(store.createIfAbsent("created/file", "second".getBytes(UTF_8))).isFalse();
    assertThat(store.read("created/file", LIMIT)).isEqualTo("first".getBytes(UTF_8));
    store.writeText("created/file", "written");
    assertThat(store.createIfAbsent("created/file", "third".getBytes(UTF_8))).isFalse();
    assertThat(store.read("created/file", LIMIT)).isEqualTo("written".getBytes(UTF_8));
    assertThat(store.list("created")).containsExactly("file");
    store.delete("created/file");
    assertThat(store.createIfAbsent("created/file", "fourth".getBytes(UTF_8))).isTrue();
    assertThat(store.read("created/file", LIMIT)).isEqualTo("fourth".getBytes(UTF_8));
  }

  @RepeatedTest(5)
  void ofManyThatCreateAFileAtOnceOneSucceedsAndItIsSeenWhole(RepetitionInfo repetition) {
    Race.run(store, "race-" + repetition.getCurrentRepetition());
  }
}
