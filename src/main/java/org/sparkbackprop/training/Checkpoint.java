package org.sparkbackprop.training;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.model.Safetensors;
import org.sparkbackprop.model.Safetensors.Tensor;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * A state of a training in a directory of its own: {@code weights.safetensors}, all other numbers
 * in {@code state.safetensors}, a manifest with the SHA-256 of both, and, last, a mark with the
 * SHA-256 of the manifest. Without the right mark it is none: no rename is needed, so that this
 * holds on object stores too.
 */
final class Checkpoint {

  private static final int FORMAT = 1;
  private static final String STATE = "state.safetensors";
  private static final String MANIFEST = "checkpoint.json";
  private static final String MARK = "complete";

  private static final long MANIFEST_LIMIT = 1 << 20;
  private static final long MARK_LIMIT = 64;

  private static final String OPTIMIZER = "optimizer.";
  private static final String LAST_GOOD = "last-good";
  private static final String KNOWN_GRADIENT = "known.gradient";
  private static final String KNOWN_FIGURES = "known.figures";

  private final Storage directory;
  private final Network network;

  /** The checkpoint in a directory, which need not exist. */
  Checkpoint(Storage directory, Network network) {
    this.directory = directory;
    this.network = network;
  }

  /** Whether it was written to its end; its files may have been damaged since. */
  boolean isComplete() {
    return directory.exists(MARK);
  }

  /** Writes a state into a directory that does not exist. */
  void write(TrainingState state) {
    String weights = WeightsFile.write(network, state.weights(), directory);
    String rest = Safetensors.write(tensors(state), directory, STATE);
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", FORMAT);
    manifest.put("epoch", state.epoch());
    manifest.put("network", network.toString());
    manifest.put("passes", state.effort().passes());
    manifest.put("rounds", state.effort().rounds());
    manifest.put("last_good_epoch", state.lastGood().epoch());
    manifest.put("weights_sha256", weights);
    manifest.put("state_sha256", rest);
    byte[] manifestFile = Json.document(manifest).getBytes(StandardCharsets.UTF_8);
    directory.write(MANIFEST, manifestFile);
    directory.writeText(MARK, WeightsFile.sha256(manifestFile));
  }

  private static Map<String, Tensor> tensors(TrainingState state) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    state.optimizer().vectors().forEach((name, v) -> tensors.put(OPTIMIZER + name, vector(v)));
    tensors.put(LAST_GOOD, vector(state.lastGood().weights()));
    Evaluation known = state.known();
    if (known != null) {
      double[] figures = {known.cost(), known.dataCost(), known.accuracy()};
      tensors.put(KNOWN_FIGURES, vector(figures));
      tensors.put(KNOWN_GRADIENT, vector(known.gradient()));
    }
    return tensors;
  }

  private static Tensor vector(double[] values) {
    return new Tensor(List.of(values.length), values);
  }

  /**
   * Reads the state, to the bit that was written.
   *
   * @throws ModelFormatException if anything is missing, or is not what was written, or of another
   *     network
   * @throws StorageException if a file cannot be read
   */
  TrainingState read() {
    byte[] manifestFile = file(MANIFEST, MANIFEST_LIMIT);
    String mark = new String(file(MARK, MARK_LIMIT), StandardCharsets.UTF_8);
    require(mark.equals(WeightsFile.sha256(manifestFile)), MANIFEST + " is not the one it marks");
    Map<String, Object> manifest = Json.parse(manifestFile, MANIFEST);
    require(number(manifest, "format") == FORMAT, "this version reads format " + FORMAT + " alone");
    require(
        network.toString().equals(manifest.get("network")),
        "it is of network %s, not %s".formatted(manifest.get("network"), network));
    byte[] weightsFile = hashed(WeightsFile.NAME, manifest.get("weights_sha256"));
    double[] weights = WeightsFile.read(weightsFile, network, place(WeightsFile.NAME));
    byte[] stateFile = hashed(STATE, manifest.get("state_sha256"));
    return state(manifest, weights, Safetensors.read(stateFile, place(STATE)));
  }

  private TrainingState state(
      Map<String, Object> manifest, double[] weights, Map<String, Tensor> tensors) {
    Map<String, double[]> optimizer = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(OPTIMIZER)) {
            optimizer.put(name.substring(OPTIMIZER.length()), tensor.values());
          }
        });
    return new TrainingState(
        number(manifest, "epoch"),
        weights,
        new OptimizerState(optimizer),
        known(tensors),
        new Effort(number(manifest, "passes"), number(manifest, "rounds")),
        new TrainingState.WeightsAt(
            number(manifest, "last_good_epoch"),
            values(tensors, LAST_GOOD, network.parameterCount())));
  }

  private Evaluation known(Map<String, Tensor> tensors) {
    if (!tensors.containsKey(KNOWN_FIGURES)) {
      return null;
    }
    double[] figures = values(tensors, KNOWN_FIGURES, 3);
    double[] gradient = values(tensors, KNOWN_GRADIENT, network.parameterCount());
    return new Evaluation(figures[0], figures[1], figures[2], gradient);
  }

  private double[] values(Map<String, Tensor> tensors, String name, int length) {
    Tensor tensor = tensors.get(name);
    require(
        tensor != null && tensor.values().length == length,
        "%s has no %s of %d numbers".formatted(STATE, name, length));
    return tensor.values();
  }

  private long number(Map<String, Object> manifest, String key) {
    require(manifest.get(key) instanceof Number, MANIFEST + " has no number " + key);
    return ((Number) manifest.get(key)).longValue();
  }

  private byte[] hashed(String name, Object sha256) {
    byte[] content = file(name, WeightsFile.LIMIT);
    require(WeightsFile.sha256(content).equals(sha256), name + " does not have its SHA-256");
    return content;
  }

  private byte[] file(String name, long limit) {
    require(directory.exists(name), name + " is missing");
    return directory.read(name, limit);
  }

  private String place(String name) {
    return directory.location() + "/" + name;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ModelFormatException(
          "%s is not a checkpoint that can be used: %s".formatted(directory.location(), otherwise));
    }
  }
}
