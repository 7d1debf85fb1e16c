package org.sparkbackprop.cli;

import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Storage;

/** Finds the model that an argument names. */
final class ModelArgument {

  private ModelArgument() {}

  /** The model in a model directory, or in the directory of the run that left it. */
  static Model read(String location, Configuration hadoop) {
    Storage directory = HadoopStorage.at(location, hadoop);
    boolean ofRun = !directory.exists("model.json") && directory.exists(RunDirectory.MODEL);
    return ModelDirectory.read(ofRun ? directory.directory(RunDirectory.MODEL) : directory);
  }
}
