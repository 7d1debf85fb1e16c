package org.sparkbackprop.retrain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.SettingsException;
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
 * @param home the model's directory
 * @param id of the run
 * @param existing resumes an unfinished run of this id, or replaces one whose version was not put
 *     into service
 * @param hints for refusals
 */
record RetrainRun(
    Storage home,
    String id,
    TrainingSettings training,
    RetrainSettings settings,
    RunDirectory.Existing existing,
    ResumeHints hints) {

  RunDirectory directory() {
    return RunDirectory.at(home.directory("runs/" + id), existing, hints);
  }

  /**
   * Its result, if nothing is left to do.
   *
   * @throws SettingsException if the run was started with another configuration
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
    Outcome outcome = rejected ? Outcome.REJECTED : Outcome.PUBLISHED;
    String message = "run %s is finished: %s; nothing is done".formatted(id, status.get("message"));
    return Optional.of(RetrainResult.before(id, outcome, status, message));
  }

  /** Looks at the status and the pointers: the former may be missing, the latter removed. */
  private Optional<RetrainResult> wasPublished(EarlierRun earlier) {
    String message =
        "run %s has put its version into service; nothing is done: only a rejected or failed run is repeated"
            .formatted(id);
    if (Outcome.PUBLISHED.word().equals(earlier.end().get(RetrainStatus.OUTCOME))) {
      return Optional.of(RetrainResult.before(id, Outcome.PUBLISHED, earlier.end(), message));
    }
    return published()
        .map(pointer -> RetrainResult.published(id, pointer, Optional.empty(), message));
  }

  /** The pointer by which this run put its version into service, if it did. */
  Optional<Pointer> published() {
    List<Pointer> all = new Pointers(home).all();
    return all.stream()
        .filter(pointer -> pointer.reason() == Pointer.Reason.PUBLISHED)
        .filter(pointer -> pointer.run().equals(Optional.of(id)))
        .findFirst();
  }
}
