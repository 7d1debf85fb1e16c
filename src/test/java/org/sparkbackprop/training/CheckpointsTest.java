package org.sparkbackprop.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.network.Activations;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.storage.LocalStorage;

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
    checkpoints = new Checkpoints(storage, NETWORK);
  }

  /** With numbers that are easily lost: not finite, −0, and smaller than usual ones. */
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
        new TrainingState.WeightsAt(epoch - 1, Initializer.parameters(NETWORK, epoch - 1)));
  }

  private static void assertSame(TrainingState read, TrainingState written) {
    assertThat(read)
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> Arrays.equals(bits(a), bits(b)), double[].class)
        .withEqualsForType(Double::equals, Double.class)
        .isEqualTo(written);
  }

  private static long[] bits(double[] numbers) {
    return Arrays.stream(numbers).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  private Optional<TrainingState> latest() {
    refused.clear();
    return checkpoints.latest(refused::add);
  }

  @Test
  void aStateComesBackToTheBit() {
    checkpoints.keep(state(100));
    assertSame(latest().orElseThrow(), state(100));
    assertThat(refused).isEmpty();
  }

  @Test
  void whatNoStepFoundOutIsNotKnownAfterwardsEither() {
    TrainingState state = state(100);
    TrainingState unknown =
        new TrainingState(
            100, state.weights(), state.optimizer(), null, state.effort(), state.lastGood());
    checkpoints.keep(unknown);
    assertSame(latest().orElseThrow(), unknown);
  }

  @Test
  void theLatestTwoAreKept() {
    for (long epoch : List.of(5L, 10L, 100L, 100L)) {
      checkpoints.keep(state(epoch));
    }
    assertThat(storage.list("")).containsExactly(EARLIER, LATEST);
  }

  @Test
  void aDamagedLaterOneDoesNotTakeThePlaceOfOneThatIsKept() throws IOException {
    checkpoints.keep(state(10));
    checkpoints.keep(state(100));
    Files.write(directory.resolve(LATEST).resolve("state.safetensors"), new byte[8]);
    checkpoints.keep(state(50));
    assertThat(storage.list("")).containsExactly(EARLIER, "epoch-00000000000000000050");
    assertSame(latest().orElseThrow(), state(50));
    assertThat(refused).isEmpty();
  }

  @Test
  void thereIsNoneWhereNothingWasKept() {
    assertThat(latest()).isEmpty();
    assertThat(refused).isEmpty();
  }

  @Test
  void oneOfAnotherNetworkIsRefused() {
    checkpoints.keep(state(100));
    Network other = Network.of(2, List.of(4), Activations.IDENTITY, 2);
    assertThat(new Checkpoints(storage, other).latest(refused::add)).isEmpty();
    assertThat(refused).singleElement().asString().contains("network 2-3-2, not 2-4-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights.safetensors", "state.safetensors", "checkpoint.json"})
  void oneThatWasNotWrittenToItsEndIsRefusedAndDoesNotCountAsKept(String lastWritten)
      throws IOException {
    checkpoints.keep(state(5));
    checkpoints.keep(state(10));
    checkpoints.keep(state(100));
    List<String> order =
        List.of("weights.safetensors", "state.safetensors", "checkpoint.json", "complete");
    for (String name : order.subList(order.indexOf(lastWritten) + 1, order.size())) {
      Files.delete(directory.resolve(LATEST).resolve(name));
    }
    assertSame(latest().orElseThrow(), state(10));
    assertThat(refused).singleElement().asString().contains(LATEST).contains("is missing");
    checkpoints.keep(state(50));
    assertThat(storage.list("")).containsExactly(EARLIER, "epoch-00000000000000000050");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"weights.safetensors", "state.safetensors", "checkpoint.json", "complete"})
  void aFlippedBitOrATruncationAnywhereIsSeenAndTheOneBeforeIsUsed(String name) throws IOException {
    checkpoints.keep(state(10));
    checkpoints.keep(state(100));
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
    assertSame(latest().orElseThrow(), state(100));
  }

  private void assertRefused(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    assertThat(latest().orElseThrow().epoch()).isEqualTo(10);
    assertThat(refused).singleElement().asString().contains(LATEST);
  }
}
