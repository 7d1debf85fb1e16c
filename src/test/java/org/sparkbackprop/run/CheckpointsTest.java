package org.sparkbackprop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.LayerHealth;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.LoopMemory;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.loop.TrainingState;
import org.sparkbackprop.training.loop.TrainingState.Effort;

class CheckpointsTest {

  private static final Network NETWORK = Network.of(2, List.of(3), Activations.IDENTITY, 2);
  private static final String EARLIER = "epoch-00000000000000000010";
  private static final String LATEST = "epoch-00000000000000000100";

  @TempDir private Path directory;
  private LocalStorage storage;
  private Checkpoints checkpoints;
  private final List<String> refused = new ArrayList<>();

  @BeforeEach
  void nameADirectory() {
    storage = new LocalStorage(directory);
    checkpoints = goOn();
  }

  /** With numbers that are easily lost: not finite, −0, and smaller than usual ones. */
  private static Snapshot snapshot(long epoch) {
    return snapshot(state(epoch));
  }

  private static Snapshot snapshot(TrainingState state) {
    double[] best = Initializer.parameters(NETWORK, state.epoch() + 3);
    LoopMemory memory =
        new LoopMemory(
            Map.of(
                "seconds", new double[] {1.0 / 3},
                "worst", new double[] {Double.NEGATIVE_INFINITY},
                "none", new double[0],
                "best", best));
    EpochRecord record =
        new EpochRecord(
            0, 1.0 / 3, 0.1, 0.2, 0.3, new Effort(4, 5), new TimeParts(0.1, 1.0 / 7, 1e-9));
    List<LayerHealth> health =
        List.of(new LayerHealth(1, 0.25, 0, 1e-17), new LayerHealth(2, Double.NaN, 0, 0.5));
    List<EpochRecord> records =
        new ArrayList<>(List.of(record, record.with(new EpochRecord.Validation(2, 1e300, 0.75))));
    records.addAll(Collections.nCopies((int) state.epoch(), record.with(health)));
    return new Snapshot(
        state,
        memory,
        records,
        List.of("the cost rose: \"η\" is too large"),
        new Snapshot.Origin("of keys", "of rows", "1.0", 0.1, new TreeSet<>(List.of("a", "b"))));
  }

  private static TrainingState state(long epoch) {
    double[] weights = Initializer.parameters(NETWORK, epoch);
    Map<String, double[]> vectors = new LinkedHashMap<>();
    vectors.put("velocity", Initializer.parameters(NETWORK, epoch + 1));
    vectors.put("length", new double[] {Double.MIN_VALUE});
    double[] gradient = Initializer.parameters(NETWORK, epoch + 2);
    gradient[0] = -0.0;
    return new TrainingState(
        epoch,
        weights,
        new OptimizerState(vectors),
        new Evaluation(1.0 / 3, 2.0 / 3, Double.NaN, gradient),
        new Effort(7 * epoch, 5 * epoch),
        new TrainingState.ParametersAt(epoch - 1, Initializer.parameters(NETWORK, epoch - 1)));
  }

  private static void assertSame(Snapshot read, Snapshot written) {
    assertThat(read)
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> Arrays.equals(bits(a), bits(b)), double[].class)
        .withEqualsForType(Double::equals, Double.class)
        .isEqualTo(written);
  }

  private static long[] bits(double[] numbers) {
    return Arrays.stream(numbers).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  /** As a later process does. */
  private Checkpoints goOn() {
    return new Checkpoints(storage, NETWORK);
  }

  private Optional<Snapshot> latest() {
    refused.clear();
    return checkpoints.latest(refused::add);
  }

  @Test
  void aStateComesBackToTheBit() {
    checkpoints.keep(snapshot(100));
    assertSame(latest().orElseThrow(), snapshot(100));
    assertThat(refused).isEmpty();
  }

  @Test
  void whatNoStepFoundOutIsNotKnownAfterwardsEither() {
    TrainingState state = state(100);
    TrainingState unknown =
        new TrainingState(
            100, state.parameters(), state.optimizer(), null, state.effort(), state.lastGood());
    checkpoints.keep(snapshot(unknown));
    assertSame(latest().orElseThrow(), snapshot(unknown));
  }

  @Test
  void theLatestTwoAreKept() {
    for (long epoch : List.of(5L, 10L, 100L, 100L)) {
      checkpoints.keep(snapshot(epoch));
    }
    assertThat(storage.list("")).containsExactly(EARLIER, LATEST);
  }

  @Test
  void aDamagedLaterOneDoesNotTakeThePlaceOfOneThatIsKept() throws IOException {
    checkpoints.keep(snapshot(10));
    checkpoints.keep(snapshot(100));
    Files.write(directory.resolve(LATEST).resolve("state.safetensors"), new byte[8]);
    goOn().keep(snapshot(50));
    assertThat(storage.list("")).containsExactly(EARLIER, "epoch-00000000000000000050");
    assertSame(latest().orElseThrow(), snapshot(50));
    assertThat(refused).isEmpty();
  }

  @Test
  void theHistoryOfALaterOneBeginsWithThatOfTheOneBefore() {
    for (long epoch : List.of(0L, 3L, 3L, 40L)) {
      checkpoints.keep(snapshot(epoch));
      assertSame(latest().orElseThrow(), snapshot(epoch));
    }
  }

  @Test
  void fromWeightsThatADivergenceLeftNoTrainingGoesOn() {
    checkpoints.keep(snapshot(10));
    String kept = checkpoints.keep(state(100).lastGood());
    assertThat(Path.of(kept, "weights.safetensors")).exists();
    assertSame(latest().orElseThrow(), snapshot(10));
    assertThat(refused).singleElement().asString().contains("diverged");
  }

  @Test
  void aFileThatCannotBeReadIsNoDamage() throws IOException {
    checkpoints.keep(snapshot(10));
    checkpoints.keep(snapshot(100));
    Path file = directory.resolve(LATEST).resolve("weights.safetensors");
    Files.delete(file);
    Files.createDirectory(file); // exists, and every reading of it fails
    assertThatThrownBy(this::latest).isInstanceOf(StorageException.class);
  }

  @Test
  void thereIsNoneWhereNothingWasKept() {
    assertThat(latest()).isEmpty();
    assertThat(refused).isEmpty();
  }

  @Test
  void oneOfAnotherNetworkIsRefused() {
    checkpoints.keep(snapshot(100));
    Network other = Network.of(2, List.of(4), Activations.IDENTITY, 2);
    Checkpoints ofOther = new Checkpoints(storage, other);
    assertThatThrownBy(() -> ofOther.latest(refused::add))
        .isInstanceOf(CheckpointMismatchException.class)
        .hasMessageContaining("network 2-3-2, not 2-4-2");
    assertThat(refused).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"weights.safetensors", "state.safetensors", "history.jsonl.gz", "checkpoint.json"})
  void oneThatWasNotWrittenToItsEndIsRefusedAndDoesNotCountAsKept(String lastWritten)
      throws IOException {
    checkpoints.keep(snapshot(5));
    checkpoints.keep(snapshot(10));
    checkpoints.keep(snapshot(100));
    List<String> order =
        List.of(
            "weights.safetensors",
            "state.safetensors",
            "history.jsonl.gz",
            "checkpoint.json",
            "complete");
    for (String name : order.subList(order.indexOf(lastWritten) + 1, order.size())) {
      Files.delete(directory.resolve(LATEST).resolve(name));
    }
    assertSame(latest().orElseThrow(), snapshot(10));
    assertThat(refused).singleElement().asString().contains(LATEST).contains("is missing");
    goOn().keep(snapshot(50));
    assertThat(storage.list("")).containsExactly(EARLIER, "epoch-00000000000000000050");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weights.safetensors",
        "state.safetensors",
        "history.jsonl.gz",
        "checkpoint.json",
        "complete"
      })
  void aFlippedBitOrATruncationAnywhereIsSeenAndTheOneBeforeIsUsed(String name) throws IOException {
    checkpoints.keep(snapshot(10));
    checkpoints.keep(snapshot(100));
    Path file = directory.resolve(LATEST).resolve(name);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(1);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      assertRefused(file, flipped);
      assertRefused(file, Arrays.copyOf(whole, at));
    }
    assertRefused(file, Arrays.copyOf(whole, whole.length + 1));
    Files.write(file, whole);
    assertSame(latest().orElseThrow(), snapshot(100));
  }

  private void assertRefused(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    assertThat(latest().orElseThrow().state().epoch()).isEqualTo(10);
    assertThat(refused).singleElement().asString().contains(LATEST);
  }
}
