package org.sparkbackprop.train;

import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.sparkbackprop.data.BatchSummary;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.run.Snapshot;
import org.sparkbackprop.settings.TrainingSettings;

/**
 * The checkpoint that a training resumes from, and the origin that its own checkpoints carry.
 *
 * @param run with the checkpoints
 * @param data of the training
 */
record ResumePoint(
    RunDirectory run,
    TrainingSettings settings,
    PreparedData data,
    Network network,
    TrainingListener listener) {

  /**
   * The latest complete checkpoint, if there is one.
   *
   * @throws DataException if it was trained on other rows
   * @throws SettingsException if it has other keys, or more epochs than asked for
   */
  Optional<Snapshot> latest() {
    Optional<Snapshot> latest =
        run.checkpoints(network)
            .latest(refused -> listener.noticed(refused + "; trying an earlier one"));
    if (latest.isPresent()) {
      requireSame(latest.get());
    } else if (run.configuration().isPresent()) {
      listener.noticed(
          "no checkpoint in %s can be used; training starts again from the first epoch"
              .formatted(run.location()));
    }
    return latest;
  }

  private void requireSame(Snapshot snapshot) {
    Snapshot.Origin origin = snapshot.origin();
    if (!origin.configuration().equals(keys())) {
      throw new SettingsException(
          ("%s: the checkpoints in %s were written with other values of keys that change the result,"
                  + " or by another version of this program; they are kept; to train anew, give %s")
              .formatted(run.hints().option(), run.location(), run.hints().toBeginAnew()));
    }
    if (!origin.data().equals(fingerprint())) {
      throw new DataException(
          ("the rows of the input, or their order, differ from those that the run in %s was trained on"
                  + " (other fingerprint): give the earlier rows, or %s to train anew")
              .formatted(run.location(), run.hints().toBeginAnew()));
    }
    if (snapshot.state().epoch() > settings.epochs().number()) {
      throw new SettingsException(
          "training.epochs = %s is less than the %s already done in %s"
              .formatted(settings.epochs().number(), snapshot.state().epoch(), run.location()));
    }
    if (!origin.version().equals(SoftwareVersions.own())) {
      listener.noticed(
          "the checkpoint was written by version %s, but this is %s: last bits may differ"
              .formatted(origin.version(), SoftwareVersions.own()));
    }
  }

  /** The origin in this training's checkpoints, without kernels yet. */
  Snapshot.Origin origin(LearningRate rate) {
    return new Snapshot.Origin(
        keys(), fingerprint(), SoftwareVersions.own(), rate.initial(), new TreeSet<>());
  }

  private String keys() {
    return settings.resultKeys().sha256();
  }

  /**
   * Identifies the rows, their partitions and order, on which sums depend, and the validation rows.
   */
  private String fingerprint() {
    BatchSummary training = data.training().summary();
    String rows =
        String.format(
            Locale.ROOT,
            "%s, in order %016x in %d partition(s)",
            data.fingerprint(),
            training.order(),
            data.training().batches().getNumPartitions());
    return data.validation()
        .map(
            part -> rows + String.format(Locale.ROOT, ", validation %016x", part.summary().order()))
        .orElse(rows);
  }
}
