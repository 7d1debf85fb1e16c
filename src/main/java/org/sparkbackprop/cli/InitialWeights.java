package org.sparkbackprop.cli;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

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
    Path file = new Path(path);
    String parent = file.getParent() == null ? "." : file.getParent().toString();
    Storage directory = HadoopStorage.at(parent, hadoop);
    if (!directory.exists(file.getName())) {
      throw new StorageException(
          StorageException.Kind.NOT_FOUND, "network.initial-weights " + path + " does not exist");
    }
    byte[] bytes = directory.read(file.getName(), WeightsFile.LIMIT);
    return WeightsFile.read(bytes, network, "network.initial-weights " + path);
  }
}
