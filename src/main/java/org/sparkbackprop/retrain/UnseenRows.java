package org.sparkbackprop.retrain;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sparkbackprop.data.HeldOutRows;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.holdout.HoldOutRule;
import org.sparkbackprop.train.TrainingResult;

/**
 * Checks that the model in service was not trained on the rows by which it is compared with the new
 * one: it would have an advantage on rows that it has seen.
 */
final class UnseenRows {

  private static final String REMEDY =
      "; set input.key or validation.group-by, so that a row stays in the same part in every run";

  private UnseenRows() {}

  /**
   * Why it may have been trained on hold-out rows, as a sentence; absent if it was not. Rows of a
   * separate input are in no training.
   *
   * @param version in service
   * @param provenance of its model
   */
  static Optional<String> doubt(String version, Map<String, Object> provenance, PreparedData data) {
    Optional<HeldOutRows> now = data.input().heldOut();
    if (now.isEmpty() || now.get().shares().validation() == 0) {
      return Optional.empty();
    }
    if (data.fingerprint().equals(provenance.get("data_fingerprint"))) {
      return Optional.empty(); // it has the same training rows
    }
    if (!(provenance.get(TrainingResult.HOLD_OUT) instanceof Map<?, ?> then)) {
      return Optional.of(sentence(version, "its model does not say that rows were held out"));
    }
    return why(then, now.get()).map(reason -> sentence(version, reason));
  }

  /** The sentence for a version that started from the parameters of a version in doubt. */
  static String inherited(String version) {
    return sentence(version, "it started from the parameters of a version that may have been");
  }

  private static String sentence(String version, String reason) {
    return "version %s may have been trained on rows that are held out now, and be better on them than on new ones: %s"
        .formatted(version, reason);
  }

  private static Optional<String> why(Map<?, ?> then, HeldOutRows now) {
    HoldOutRule rule = now.rule();
    if (!rule.word().equals(then.get("rule")) || !now.columns().equals(then.get("columns"))) {
      return Optional.of(
          "its rows were split by %s, the current ones by %s"
              .formatted(divided(then), divided(now.fields())));
    }
    String other = ", and the input has changed" + REMEDY;
    return switch (rule) {
      case ORDER -> whyOfOrder(then, now);
      case GROUP, KEY -> whyOfColumns(then, now);
      case POSITION -> Optional.of("rows are split by file name and row number" + other);
      case ROW -> Optional.of("rows are split by their content" + other);
    };
  }

  private static Optional<String> whyOfOrder(Map<?, ?> then, HeldOutRows now) {
    Object before = then.get("trained_up_to");
    return before != null && now.isTrainedUpTo(before.toString())
        ? Optional.empty()
        : Optional.of(
            "it was trained on rows up to %s by %s, and the rows held out now are those after %s"
                .formatted(before, now.columns().get(0), now.order().orElse("all")));
  }

  private static Optional<String> whyOfColumns(Map<?, ?> then, HeldOutRows now) {
    if (!Objects.equals(String.valueOf(then.get("seed")), String.valueOf(now.shares().seed()))) {
      return Optional.of(
          "validation.seed was %s and is %s".formatted(then.get("seed"), now.shares().seed()));
    }
    double before = number(then, "validation_fraction") + number(then, "test_fraction");
    double after = now.shares().validation() + now.shares().test();
    return before >= after
        ? Optional.empty()
        : Optional.of(
            "a share of %s was held out for it, and %s is held out now".formatted(before, after));
  }

  private static double number(Map<?, ?> fields, String key) {
    return fields.get(key) instanceof Number number ? number.doubleValue() : 0;
  }

  private static String divided(Map<?, ?> fields) {
    boolean named = fields.get("columns") instanceof List<?> columns && !columns.isEmpty();
    return fields.get("rule") + (named ? " " + fields.get("columns") : "");
  }
}
