package org.sparkbackprop.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparkbackprop.model.Safetensors;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;

/**
 * States of a training that are kept, the latest two, each in a directory named after the number of
 * epochs done, which appears whole or not at all.
 */
public final class Checkpoints {

  private static final int KEPT = 2;

  private final Storage directory;
  private final Network network;

  /** Checkpoints of a network below a directory. */
  public Checkpoints(Storage directory, Network network) {
    this.directory = directory;
    this.network = network;
  }

  /**
   * Keeps weights and the optimiser's state, then removes all but the latest two.
   *
   * @return the location of the checkpoint
   */
  public String keep(long epoch, double[] weights, OptimizerState optimizer) {
    String name = String.format(Locale.ROOT, "epoch-%020d", epoch);
    String aside = "." + name + ".partial";
    directory.delete(aside);
    byte[] weightsFile = WeightsFile.write(network, weights);
    byte[] optimizerFile = optimizerFile(optimizer);
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("epoch", epoch);
    manifest.put("network", network.toString());
    manifest.put("weights_sha256", WeightsFile.sha256(weightsFile));
    manifest.put("optimizer_sha256", WeightsFile.sha256(optimizerFile));
    Storage written = directory.directory(aside);
    written.write(WeightsFile.NAME, weightsFile);
    written.write("optimizer.safetensors", optimizerFile);
    written.writeText("checkpoint.json", Json.document(manifest));
    directory.delete(name);
    directory.commit(aside, name);
    removeAllButTheLatest();
    return directory.directory(name).location();
  }

  private static byte[] optimizerFile(OptimizerState optimizer) {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    optimizer
        .vectors()
        .forEach(
            (name, vector) ->
                tensors.put(name, new Safetensors.Tensor(List.of(vector.length), vector)));
    return Safetensors.write(tensors);
  }

  private void removeAllButTheLatest() {
    List<String> names =
        directory.list("").stream().filter(name -> name.startsWith("epoch-")).toList();
    names.subList(0, Math.max(0, names.size() - KEPT)).forEach(directory::delete);
  }
}
