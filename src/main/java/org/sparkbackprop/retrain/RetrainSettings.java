package org.sparkbackprop.retrain;

import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.registry.Retention;
import org.sparkbackprop.statistics.DriftLimits;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Storage;

/**
 * What retraining needs to know beside the training, checked.
 *
 * @param root the directory of all models
 * @param name of the model
 * @param lease for how long it holds without being renewed
 * @param prometheusFile where else metrics are written
 * @param gate between the model in service and the new one
 * @param drift how far the data may be from those before
 */
public record RetrainSettings(
    String root,
    String name,
    Duration lease,
    Retention retention,
    Optional<String> prometheusFile,
    Gate gate,
    DriftLimits drift) {

  /** The directory of all that belongs to the model. */
  public Storage home(Configuration hadoop) {
    return HadoopStorage.at(root + "/" + name, hadoop);
  }
}
