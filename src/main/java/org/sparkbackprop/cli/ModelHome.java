package org.sparkbackprop.cli;

import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.retrain.RunId;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
import picocli.CommandLine.Parameters;

/** The argument that names the directory of a model and its versions. */
final class ModelHome {

  @Parameters(
      paramLabel = "CONFIG-or-DIR",
      index = "0",
      description =
          "a configuration (*.conf) of retrain, or the directory <root>/<name> of its model")
  private String place;

  /**
   * The directory.
   *
   * @throws StorageException of kind NOT_FOUND if it does not exist
   */
  Storage storage(Configuration hadoop) {
    Storage home =
        place.endsWith(".conf")
            ? ConfigurationFile.read(place, RunId.any().changes(), hadoop).retraining().home(hadoop)
            : HadoopStorage.at(place, hadoop);
    if (!home.exists("")) {
      throw new StorageException(
          StorageException.Kind.NOT_FOUND,
          "there is no model in %s; retrain makes the first version".formatted(home.location()));
    }
    return home;
  }
}
