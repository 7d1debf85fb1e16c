package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.sparkbackprop.data.BatchSummary;
import org.sparkbackprop.data.DataException;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.training.RunDirectory;
import org.sparkbackprop.training.Snapshot;

/**
 * Where a training goes on from, and what its own checkpoints say of it.
 *
 * @param run with the checkpoints
 * @param words for what is refused
 * @param data that is trained on
 */
record Resumption(
    RunDirectory run,
    ResumeWords words,
    TrainSettings settings,
    PreparedData data,
    Network network,
    PrintWriter out) {

  /**
   * The latest checkpoint that is whole, if there is one.
   *
   * @throws DataException if the rows are others than its
   * @throws ConfigurationException if its keys are others, or its epochs are more than are asked
   *     for
   */
  Optional<Snapshot> latest() {
    Optional<Snapshot> latest =
        run.checkpoints(network)
            .latest(refused -> out.println("note: " + refused + "; an earlier one is looked for"));
    if (latest.isPresent()) {
      requireSame(latest.get());
    } else if (run.configuration().isPresent()) {
      out.println(
          "note: no checkpoint in %s can be used; training begins again from its first epoch"
              .formatted(run.location()));
    }
    return latest;
  }

  private void requireSame(Snapshot snapshot) {
    Snapshot.Origin origin = snapshot.origin();
    if (!origin.configuration().equals(keys())) {
      throw new ConfigurationException(
          ("%s: the checkpoints in %s were written under other values of keys that change the"
                  + " result, or by another version of this program; they are left as they are; to"
                  + " train anew, give %s")
              .formatted(words.option(), run.location(), words.toBeginAnew()));
    }
    if (!origin.data().equals(fingerprint())) {
      throw new DataException(
          ("the rows of the input, or their order, are not those that the run in %s has been trained"
                  + " on (other fingerprint): give those as they were, or %s to train anew")
              .formatted(run.location(), words.toBeginAnew()));
    }
    if (snapshot.state().epoch() > settings.epochs().number()) {
      throw new ConfigurationException(
          "training.epochs = %s is less than the %s that are done in %s"
              .formatted(settings.epochs().number(), snapshot.state().epoch(), run.location()));
    }
    if (!origin.version().equals(Version.own())) {
      out.println(
          "note: the checkpoint was written by version %s, and this is %s: the last bits may differ"
              .formatted(origin.version(), Version.own()));
    }
  }

  /** What checkpoints of this training say, with no kernels yet. */
  Snapshot.Origin origin(LearningRate rate) {
    return new Snapshot.Origin(
        keys(), fingerprint(), Version.own(), rate.initial(), new TreeSet<>());
  }

  private String keys() {
    return ResultKeys.of(settings.configuration()).sha256();
  }

  /**
   * Of the rows in their partitions and order, on which sums depend, and of the validation part.
   */
  private String fingerprint() {
    BatchSummary training = data.training().summary();
    String rows =
        String.format(
            Locale.ROOT,
            "%s, in order %016x in %d partition(s)",
            Provenance.fingerprint(data),
            training.order(),
            data.training().batches().getNumPartitions());
    return data.validation()
        .map(
            part -> rows + String.format(Locale.ROOT, ", validation %016x", part.summary().order()))
        .orElse(rows);
  }
}
