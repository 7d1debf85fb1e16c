package org.sparkbackprop.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.sparkbackprop.error.Message;
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
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.LoopMemory;
import org.sparkbackprop.training.loop.TrainingState;
import org.sparkbackprop.training.loop.TrainingState.Effort;

/**
 * A snapshot of a training in a directory: {@code weights.safetensors}, all other vectors in {@link
 * StateFiles}, the history so far in {@code history.jsonl.gz}, a manifest with the SHA-256 of
 * these, and, last, a mark with the SHA-256 of the manifest. Without the right mark, it does not
 * count: as no rename is needed, this holds on object stores too.
 *
 * @param directory which need not exist
 */
public record Checkpoint(Storage directory, Network network) {

  private static final long FORMAT = 1;
  private static final String HISTORY = "history.jsonl.gz";
  private static final String MANIFEST = "checkpoint.json";
  private static final String MARK = "complete";

  private static final long MANIFEST_LIMIT = 1 << 20;
  private static final long MARK_LIMIT = 64;

  private static final String OPTIMIZER = "optimizer.";
  private static final String LOOP = "loop.";
  private static final String LAST_GOOD = "last-good";
  private static final String WEIGHTS_ALONE = "weights_alone";
  private static final String KNOWN_GRADIENT = "known.gradient";
  private static final String KNOWN_FIGURES = "known.figures";

  /** Whether it was written completely; its files may have been damaged since. */
  boolean isComplete() {
    return directory.exists(MARK);
  }

  /**
   * Writes a snapshot into a directory that does not exist.
   *
   * @param history the compressed file of its records
   */
  public void write(Snapshot snapshot, byte[] history) {
    TrainingState state = snapshot.state();
    Map<String, Object> manifest = manifest(state.epoch());
    manifest.put("passes", state.effort().passes());
    manifest.put("rounds", state.effort().rounds());
    manifest.put("last_good_epoch", state.lastGood().epoch());
    manifest.put("learning_rate", snapshot.origin().learningRate());
    manifest.put("configuration_sha256", snapshot.origin().configuration());
    manifest.put("data_fingerprint", snapshot.origin().data());
    manifest.put("version", snapshot.origin().version());
    manifest.put("kernels", List.copyOf(snapshot.origin().kernels()));
    manifest.put("notices", snapshot.notices());
    Map<String, Tensor> tensors = tensors(state, snapshot.memory());
    manifest.put("weights_sha256", WeightsFile.write(network, state.parameters(), directory));
    manifest.put("state_sha256", StateFiles.write(tensors, directory, StateFiles.NUMBERS));
    manifest.put("history_sha256", WeightsFile.sha256(history));
    directory.write(HISTORY, history);
    complete(manifest);
  }

  /** Writes only the parameters of a training that diverged, into a new directory. */
  public void write(TrainingState.ParametersAt good) {
    Map<String, Object> manifest = manifest(good.epoch());
    manifest.put(WEIGHTS_ALONE, true);
    manifest.put("weights_sha256", WeightsFile.write(network, good.parameters(), directory));
    complete(manifest);
  }

  private Map<String, Object> manifest(long epoch) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", FORMAT);
    manifest.put("epoch", epoch);
    manifest.put("network", network.toString());
    return manifest;
  }

  private void complete(Map<String, Object> manifest) {
    byte[] file = Json.document(manifest).getBytes(StandardCharsets.UTF_8);
    directory.write(MANIFEST, file);
    directory.writeText(MARK, WeightsFile.sha256(file));
  }

  private static Map<String, Tensor> tensors(TrainingState state, LoopMemory memory) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    memory.vectors().forEach((name, v) -> tensors.put(LOOP + name, vector(v)));
    state.optimizer().vectors().forEach((name, v) -> tensors.put(OPTIMIZER + name, vector(v)));
    tensors.put(LAST_GOOD, vector(state.lastGood().parameters()));
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
   * Reads the snapshot, to the bit that was written.
   *
   * @throws ModelFormatException if anything is missing or damaged, or it holds parameters only
   * @throws CheckpointMismatchException if it is of another network or format
   * @throws StorageException if a file exists and cannot be read
   */
  public Snapshot read() {
    byte[] manifestFile = file(MANIFEST, MANIFEST_LIMIT);
    String mark = new String(file(MARK, MARK_LIMIT), StandardCharsets.UTF_8);
    require(mark.equals(WeightsFile.sha256(manifestFile)), MANIFEST + " does not match the mark");
    Map<String, Object> manifest = parsed(manifestFile);
    requireSame("format", number(manifest, "format"), FORMAT);
    requireSame("network", text(manifest, "network"), network.toString());
    require(
        manifest.get(WEIGHTS_ALONE) == null,
        "it holds only the last good parameters of a training that diverged");
    byte[] weightsFile = hashed(WeightsFile.NAME, manifest.get("weights_sha256"));
    double[] parameters = WeightsFile.read(weightsFile, network, place(WeightsFile.NAME));
    Map<String, Tensor> tensors = stateTensors(value(Map.class, manifest, "state_sha256"));
    return new Snapshot(
        state(manifest, parameters, tensors),
        new LoopMemory(vectors(tensors, LOOP)),
        history(hashed(HISTORY, manifest.get("history_sha256"))),
        texts(manifest, "notices"),
        new Snapshot.Origin(
            text(manifest, "configuration_sha256"),
            text(manifest, "data_fingerprint"),
            text(manifest, "version"),
            value(Number.class, manifest, "learning_rate").doubleValue(),
            new TreeSet<>(texts(manifest, "kernels"))));
  }

  private void requireSame(String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      throw new CheckpointMismatchException(
          Message.of(
              "the checkpoint %s is of %s %s, not %s: the features, categories or classes of the input"
                  + " have changed, or another version of this program wrote it; it is left as it"
                  + " is: restore the input, or train in another directory",
              directory.location(), what, found, expected));
    }
  }

  private Map<String, Tensor> stateTensors(Map<?, ?> files) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int place = 0; place < files.size(); place++) {
      String name = StateFiles.name(place);
      tensors.putAll(Safetensors.read(hashed(name, files.get(name)), place(name)));
    }
    return tensors;
  }

  private Map<String, Object> parsed(byte[] manifestFile) {
    try {
      return Json.parse(manifestFile, MANIFEST);
    } catch (StorageException notJson) {
      throw refusal(notJson.getMessage());
    }
  }

  private List<EpochRecord> history(byte[] file) {
    try {
      return CompressedHistory.read(file);
    } catch (IOException | RuntimeException e) { // the latter of a missing field
      throw refusal(HISTORY + " is not the history of a training: " + e.getMessage());
    }
  }

  private static Map<String, double[]> vectors(Map<String, Tensor> tensors, String prefix) {
    Map<String, double[]> vectors = new LinkedHashMap<>();
    tensors.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .forEach(name -> vectors.put(name.substring(prefix.length()), tensors.get(name).values()));
    return vectors;
  }

  private TrainingState state(
      Map<String, Object> manifest, double[] parameters, Map<String, Tensor> tensors) {
    double[] lastGood = values(tensors, LAST_GOOD, network.parameterCount());
    return new TrainingState(
        number(manifest, "epoch"),
        parameters,
        new OptimizerState(vectors(tensors, OPTIMIZER)),
        known(tensors),
        new Effort(number(manifest, "passes"), number(manifest, "rounds")),
        new TrainingState.ParametersAt(number(manifest, "last_good_epoch"), lastGood));
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
        "its state has no %s of %s numbers".formatted(name, length));
    return tensor.values();
  }

  private <T> T value(Class<T> type, Map<String, Object> manifest, String key) {
    require(type.isInstance(manifest.get(key)), MANIFEST + " has no valid " + key);
    return type.cast(manifest.get(key));
  }

  private long number(Map<String, Object> manifest, String key) {
    return value(Number.class, manifest, key).longValue();
  }

  private String text(Map<String, Object> manifest, String key) {
    return value(String.class, manifest, key);
  }

  private List<String> texts(Map<String, Object> manifest, String key) {
    List<?> texts = value(List.class, manifest, key);
    return texts.stream().map(String::valueOf).toList();
  }

  private byte[] hashed(String name, Object sha256) {
    byte[] content = file(name, WeightsFile.LIMIT);
    require(WeightsFile.sha256(content).equals(sha256), name + " does not have its SHA-256");
    return content;
  }

  private byte[] file(String name, long limit) {
    require(directory.exists(name), name + " is missing");
    require(directory.size(name) <= limit, name + " is too large for such a file");
    return directory.read(name, limit);
  }

  private String place(String name) {
    return directory.location() + "/" + name;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw refusal(otherwise);
    }
  }

  private ModelFormatException refusal(String reason) {
    return new ModelFormatException(
        "%s is not a usable checkpoint: %s".formatted(directory.location(), reason));
  }
}
