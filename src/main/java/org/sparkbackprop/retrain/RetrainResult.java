package org.sparkbackprop.retrain;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sparkbackprop.registry.Pointer;

/**
 * The result of a retraining.
 *
 * @param run the id of the run
 * @param version that it made
 * @param generation in which the version was put into service; absent if it was rejected
 * @param reasons why the version was rejected, as sentences
 * @param decision of the gate; absent if nothing was trained
 * @param message the outcome as a sentence
 */
public record RetrainResult(
    String run,
    Outcome outcome,
    Optional<String> version,
    OptionalLong generation,
    List<String> reasons,
    Optional<Gate.Decision> decision,
    String message) {

  /** The outcome for the version. */
  public enum Outcome {
    /** It was put into service. */
    PUBLISHED,
    /** The gate rejected it. */
    REJECTED;

    /** The word in {@code status.json}. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether nothing was trained, as an earlier run of the same id had this result. */
  public boolean wasDoneBefore() {
    return decision.isEmpty();
  }

  static RetrainResult published(
      String run, Pointer pointer, Optional<Gate.Decision> decision, String message) {
    return new RetrainResult(
        run,
        Outcome.PUBLISHED,
        pointer.version(),
        OptionalLong.of(pointer.generation()),
        List.of(),
        decision,
        message);
  }

  /** The result of an earlier run, from its status. */
  static RetrainResult before(String run, Outcome outcome, Map<?, ?> status, String message) {
    return new RetrainResult(
        run,
        outcome,
        Optional.ofNullable(status.get(RetrainStatus.VERSION)).map(Object::toString),
        status.get(RetrainStatus.GENERATION) instanceof Number number
            ? OptionalLong.of(number.longValue())
            : OptionalLong.empty(),
        status.get(RetrainStatus.REASONS) instanceof List<?> reasons
            ? reasons.stream().map(Object::toString).toList()
            : List.of(),
        Optional.empty(),
        message);
  }
}
