package org.sparkbackprop.retrain;

import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.registry.Retention;
import org.sparkbackprop.statistics.DriftLimits;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Storage;

/**
 * The settings of a retraining other than those of its training, checked.
 *
 * @param root the directory of all models
 * @param name of the model
 * @param lease the time after which it expires unless renewed
 * @param prometheusFile a second place for the metrics
 * @param gate between the model in service and the new one
 * @param drift how far the data may be from the earlier ones
 */
public record RetrainSettings(
    String root,
    String name,
    Duration lease,
    Retention retention,
    Optional<String> prometheusFile,
    Gate gate,
    DriftLimits drift) {

  /** The model's directory. */
  public Storage home(Configuration hadoop) {
    return HadoopStorage.at(root + "/" + name, hadoop);
  }
}
