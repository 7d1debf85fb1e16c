package org.sparkbackprop.cli;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Layer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.storage.HadoopStorage;

/**
 * The weights that a training begins with: those of a file, or random ones by the seed.
 *
 * @param file a safetensors file with W1, b1, …
 * @param deviation the standard deviation of a layer's random weights
 */
record InitialWeights(Optional<String> file, ToDoubleFunction<Layer> deviation) {

  /** The flat weights of a network. */
  double[] weights(Network network, long seed, Configuration hadoop) {
    return file.map(path -> read(path, network, hadoop))
        .orElseGet(() -> Initializer.parameters(network, deviation, seed));
  }

  private static double[] read(String path, Network network, Configuration hadoop) {
    String what = "network.initial-weights";
    byte[] bytes = HadoopStorage.readFile(path, what, WeightsFile.LIMIT, hadoop);
    return WeightsFile.read(bytes, network, what + " " + path);
  }
}
