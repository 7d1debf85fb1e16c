package org.sparkbackprop.train;

import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.settings.InitialWeights;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.HadoopStorage;

/** The initial parameters of a training. */
final class InitialParameters {

  private static final String KEY = "network.initial-weights";

  private InitialParameters() {}

  /** The flat parameters of a network: from a file, or random by the seed. */
  static double[] of(TrainingSettings settings, Network network, Configuration hadoop) {
    InitialWeights weights = settings.network().initialWeights();
    return weights
        .file()
        .map(path -> read(path, network, hadoop))
        .orElseGet(() -> Initializer.parameters(network, weights::deviation, settings.seed()));
  }

  private static double[] read(String path, Network network, Configuration hadoop) {
    byte[] bytes = HadoopStorage.readFile(path, KEY, WeightsFile.LIMIT, hadoop);
    return WeightsFile.readOfModel(bytes, network, KEY + " " + path);
  }
}
