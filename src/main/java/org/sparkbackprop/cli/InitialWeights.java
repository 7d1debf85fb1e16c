package org.sparkbackprop.cli;

import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.storage.HadoopStorage;

/** The weights that a training begins with. */
final class InitialWeights {

  private InitialWeights() {}

  /** From the file that the settings name, or else random by the seed. */
  static double[] of(TrainSettings settings, Network network, Configuration hadoop) {
    return settings
        .initialWeights()
        .map(path -> read(path, network, hadoop))
        .orElseGet(() -> Initializer.parameters(network, settings.seed()));
  }

  private static double[] read(String path, Network network, Configuration hadoop) {
    String what = "network.initial-weights";
    byte[] bytes = HadoopStorage.readFile(path, what, WeightsFile.LIMIT, hadoop);
    return WeightsFile.read(bytes, network, what + " " + path);
  }
}
