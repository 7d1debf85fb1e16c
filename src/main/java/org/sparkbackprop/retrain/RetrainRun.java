package org.sparkbackprop.retrain;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.registry.Lease;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.retrain.RetrainResult.Outcome;
import org.sparkbackprop.run.DivergedException;
import org.sparkbackprop.run.EarlierRun;
import org.sparkbackprop.run.ResumeHints;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.Storage;

/**
 * One run of a retraining, which may be interrupted and resumed.
 *
 * @param home the directory of all that belongs to the model
 * @param id of the run
 * @param existing whether a run of this id that is not finished is resumed, or one whose version
 *     was not put into service replaced
 * @param hints for what is refused
 */
record RetrainRun(
    Storage home,
    String id,
    TrainingSettings training,
    RetrainSettings settings,
    RunDirectory.Existing existing,
    ResumeHints hints) {

  /** Its directory. */
  RunDirectory directory() {
    return RunDirectory.at(home.directory("runs/" + id), existing, hints);
  }

  /**
   * What became of it, if nothing is left to do.
   *
   * @throws SettingsException if the run was begun with another configuration
   * @throws DivergedException if the run diverged, as it would again
   */
  Optional<RetrainResult> finished() {
    EarlierRun earlier = EarlierRun.in(directory());
    if (existing == RunDirectory.Existing.REPLACED) {
      return wasPublished(earlier);
    }
    earlier.requireSameResult(training);
    Map<String, Object> status = earlier.status();
    if (!earlier.hasSucceeded() || status.get(RetrainStatus.OUTCOME) == null) {
      return Optional.empty();
    }
    boolean rejected = Outcome.REJECTED.word().equals(status.get(RetrainStatus.OUTCOME));
    return Optional.of(
        RetrainResult.before(
            id,
            rejected ? Outcome.REJECTED : Outcome.PUBLISHED,
            status,
            "run %s is finished: %s; nothing is done".formatted(id, status.get("message"))));
  }

  /** The pointer may have been removed as an old one, and the status not have been written. */
  private Optional<RetrainResult> wasPublished(EarlierRun earlier) {
    String message =
        ("run %s has put its version into service; nothing is done: only a run that was rejected"
                + " or failed is run anew")
            .formatted(id);
    if (Outcome.PUBLISHED.word().equals(earlier.end().get(RetrainStatus.OUTCOME))) {
      return Optional.of(RetrainResult.before(id, Outcome.PUBLISHED, earlier.end(), message));
    }
    return published()
        .map(pointer -> RetrainResult.published(id, pointer, Optional.empty(), message));
  }

  /**
   * Takes the lease of the model.
   *
   * @param patience how long to wait for it
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
