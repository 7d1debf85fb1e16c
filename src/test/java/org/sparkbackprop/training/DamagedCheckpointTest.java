package org.sparkbackprop.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.BoundedReading;
import org.sparkbackprop.Damage;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Activations;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.storage.LocalStorage;

/** Five thousand damaged checkpoints; most of the damage goes past the hashes. */
class DamagedCheckpointTest {

  private static final int CHECKPOINTS = 5000;
  private static final Network NETWORK = Network.of(2, List.of(3), Activations.IDENTITY, 2);
  private static final List<String> FILES =
      List.of("weights.safetensors", "state.safetensors", "checkpoint.json", "complete");

  @TempDir private Path path;

  /** The files that are not as they were written. */
  private final BitSet changed = new BitSet();

  @Test
  void isReadOrRefusedInASentenceAtACostBoundedByItsSize() throws IOException {
    Checkpoint checkpoint = new Checkpoint(new LocalStorage(path), NETWORK);
    checkpoint.write(
        TrainingState.initial(Initializer.parameters(NETWORK, 1), new Adam(0.9, 0.999, 1e-8)));
    List<byte[]> valid = FILES.stream().map(this::bytes).toList();
    BoundedReading readings = new BoundedReading();
    for (int seed = 0; seed < CHECKPOINTS; seed++) {
      restore(valid);
      damage(new Damage(seed), valid);
      readings.of(path, "checkpoint " + seed, checkpoint::read);
    }
    assertThat(readings.refused()).isGreaterThan(CHECKPOINTS / 2);
    assertThat(readings.read()).as("harmless damage").isGreaterThan(CHECKPOINTS / 50);
  }

  private void restore(List<byte[]> valid) throws IOException {
    for (int file = changed.nextSetBit(0); file >= 0; file = changed.nextSetBit(file + 1)) {
      Files.write(path.resolve(FILES.get(file)), valid.get(file));
    }
    changed.clear();
  }

  private void change(int file, byte[] content) throws IOException {
    Files.write(path.resolve(FILES.get(file)), content);
    changed.set(file);
  }

  private void damage(Damage damage, List<byte[]> valid) throws IOException {
    int file = damage.below(10) == 0 ? 3 : damage.below(3);
    byte[] good = valid.get(file);
    byte[] damaged = file < 2 ? damage.ofSafetensors(good) : damage.ofJson(good);
    change(file, damaged);
    if (file == 3 || damage.below(10) == 0) {
      return;
    }
    byte[] manifest = file == 2 ? damaged : hashed(valid.get(2), good, damaged);
    change(2, manifest);
    change(3, WeightsFile.sha256(manifest).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hashed(byte[] manifest, byte[] good, byte[] damaged) {
    return new String(manifest, StandardCharsets.UTF_8)
        .replace(WeightsFile.sha256(good), WeightsFile.sha256(damaged))
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] bytes(String file) {
    try {
      return Files.readAllBytes(path.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
