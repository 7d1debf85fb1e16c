package org.sparkbackprop.cli;

import java.time.Duration;
import java.util.Optional;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.registry.Lease;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.retrain.RetrainSettings;
import org.sparkbackprop.run.DivergedException;
import org.sparkbackprop.run.EarlierRun;
import org.sparkbackprop.run.ResumeHints;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.Storage;

/**
 * One run of a retraining, which may be interrupted and gone on with.
 *
 * @param configuration where it lies
 * @param home the directory of all that belongs to the model
 * @param id of the run
 * @param again what is done if it was given before
 */
record RetrainRun(
    String configuration,
    Storage home,
    String id,
    TrainingSettings training,
    RetrainSettings settings,
    Again again) {

  /** What is done with a run whose id was given before. */
  enum Again {
    /** Nothing if it is finished; else it goes on. */
    GOES_ON,
    /** It begins anew, unless its version was put into service. */
    ANEW
  }

  /** What a user can do where this run is not gone on with. */
  private static final ResumeHints HINTS =
      new ResumeHints(
          "--run-id",
          "the same command",
          "--retry (if its version was not put into service) or another --run-id",
          "another --run-id");

  private static final String RUNS = "runs/";

  private EarlierRun earlier() {
    return EarlierRun.in(directory());
  }

  /** Its directory. */
  RunDirectory directory() {
    return RunDirectory.at(home.directory(RUNS + id), existing(), HINTS);
  }

  String location() {
    return home.location() + "/" + RUNS + id;
  }

  /**
   * What became of it, if nothing is left to do.
   *
   * @throws SettingsException if the run was begun with another configuration
   * @throws DivergedException if the run diverged, as it would again
   */
  Optional<Finished> finished() {
    EarlierRun earlier = earlier();
    if (again == Again.ANEW) {
      return wasPublished(earlier);
    }
    earlier.requireSameResult(training);
    Object outcome = earlier.status().get(RetrainStatus.OUTCOME);
    if (!earlier.hasSucceeded() || outcome == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Finished(
            outcome.toString(),
            "run %s is finished: %s; nothing is done%s"
                .formatted(
                    id,
                    earlier.status().get("message"),
                    outcome.equals(RetrainStatus.REJECTED) ? " (--retry runs it anew)" : "")));
  }

  /** The pointer may have been removed as an old one, and the status not have been written. */
  private Optional<Finished> wasPublished(EarlierRun earlier) {
    boolean told = RetrainStatus.PUBLISHED.equals(earlier.end().get(RetrainStatus.OUTCOME));
    return told || published().isPresent()
        ? Optional.of(
            new Finished(
                RetrainStatus.PUBLISHED,
                ("run %s has put its version into service; nothing is done: --retry is for runs that"
                        + " were rejected or failed")
                    .formatted(id)))
        : Optional.empty();
  }

  /** What becomes of the state that it was left in. */
  private RunDirectory.Existing existing() {
    return again == Again.ANEW ? RunDirectory.Existing.REPLACED : RunDirectory.Existing.RESUMED;
  }

  /**
   * A run of which nothing is left to do.
   *
   * @param outcome of its model
   * @param sentence for people
   */
  record Finished(String outcome, String sentence) {}

  /**
   * Takes the lease of the model.
   *
   * @param patience how long is waited for it
   * @throws org.sparkbackprop.registry.LeaseException if another run has it
   */
  Lease lease(Duration patience) {
    return Lease.acquire(home, id, settings.lease(), patience);
  }

  /** The pointer by which this run has put its version into service, if it did before it ended. */
  Optional<Pointer> published() {
    return new Pointers(home)
        .all().stream()
            .filter(pointer -> pointer.reason() == Pointer.Reason.PUBLISHED)
            .filter(pointer -> pointer.run().equals(Optional.of(id)))
            .findFirst();
  }
}
