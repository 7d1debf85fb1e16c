package org.sparkbackprop.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.BoundedReading;
import org.sparkbackprop.Damage;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.LayerHealth;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.LoopMemory;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.loop.TrainingState;
import org.sparkbackprop.training.loop.TrainingState.Effort;

/** Five thousand damaged checkpoints; most of the damage goes past the hashes. */
class DamagedCheckpointTest {

  private static final int CHECKPOINTS = 5000;
  private static final Network NETWORK = Network.of(2, List.of(3), Activations.IDENTITY, 2);
  private static final List<String> FILES =
      List.of(
          "weights.safetensors",
          "state.safetensors",
          "history.jsonl.gz",
          "checkpoint.json",
          "complete");
  private static final int MANIFEST = 3;
  private static final int MARK = 4;

  @TempDir private Path path;

  /** The files that are not as they were written. */
  private final BitSet changed = new BitSet();

  @Test
  void isReadOrRefusedInASentenceAtACostBoundedByItsSize() throws IOException {
    Checkpoint checkpoint = new Checkpoint(new LocalStorage(path), NETWORK);
    Snapshot snapshot = snapshot();
    checkpoint.write(snapshot, new CompressedHistory().of(snapshot.records()));
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
    int file = damage.below(10) == 0 ? MARK : damage.below(MARK);
    byte[] good = valid.get(file);
    byte[] damaged = damaged(damage, file, good);
    change(file, damaged);
    if (file == MARK || damage.below(10) == 0) {
      return;
    }
    byte[] manifest = file == MANIFEST ? damaged : hashed(valid.get(MANIFEST), good, damaged);
    change(MANIFEST, manifest);
    change(MARK, WeightsFile.sha256(manifest).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] damaged(Damage damage, int file, byte[] good) throws IOException {
    if (FILES.get(file).endsWith(".gz")) {
      return damage.below(2) == 0
          ? damage.ofBytes(good)
          : compressed(damage.ofJson(decompressed(good)));
    }
    return file < MANIFEST ? damage.ofSafetensors(good) : damage.ofJson(good);
  }

  private static byte[] decompressed(byte[] file) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes();
  }

  private static byte[] compressed(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
      output.write(text);
    }
    return bytes.toByteArray();
  }

  private static Snapshot snapshot() {
    EpochRecord record =
        new EpochRecord(0, 3, 0.1, 0.2, 0.3, new Effort(4, 5), new TimeParts(0.1, 0.2, 0))
            .with(new EpochRecord.Validation(2, 0.5, 0.75))
            .with(List.of(new LayerHealth(1, 0.25, 0, 0.5)));
    return new Snapshot(
        TrainingState.initial(Initializer.parameters(NETWORK, 1), new Adam(0.9, 0.999, 1e-8)),
        new LoopMemory(Map.of("seconds", new double[] {1.5}, "patience.seen-epoch", new double[0])),
        Collections.nCopies(20, record),
        List.of("the cost rose"),
        new Snapshot.Origin("keys", "rows", "1.0", 0.1, new TreeSet<>(List.of("OpenBLAS"))));
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
