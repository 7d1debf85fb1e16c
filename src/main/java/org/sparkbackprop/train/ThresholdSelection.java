package org.sparkbackprop.train;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.metrics.ranking.GreatestRecall;
import org.sparkbackprop.metrics.ranking.LargestF1;
import org.sparkbackprop.metrics.ranking.LeastCost;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.ranking.ThresholdChoice;
import org.sparkbackprop.metrics.ranking.ThresholdRule;
import org.sparkbackprop.model.Decision;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.settings.targets.ThresholdSettings;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.SparkEvaluation;

/**
 * Chooses the threshold of the positive class by the validation rows, if that is asked for.
 *
 * @param settings of the threshold
 * @param target two classes, with the positive one
 */
record ThresholdSelection(ThresholdSettings settings, Target target) {

  /**
   * What was chosen.
   *
   * @param target with the decision
   * @param note why no threshold could be chosen; absent if one was, or none was asked for
   */
  record Selected(Target target, Optional<String> note) {}

  /**
   * Chooses.
   *
   * @param parameters of the final model
   */
  Selected choose(
      JavaSparkContext spark,
      Computation computation,
      double[] parameters,
      Optional<PreparedData.Part> validation) {
    if (!settings.rule().needsRows()) {
      return new Selected(target, Optional.empty());
    }
    if (validation.isEmpty()) {
      return none("no rows are held out for validation");
    }
    PreparedData.Part rows = validation.get();
    ThresholdChoice choice =
        new SparkEvaluation(spark, computation, target)
            .rankings(
                parameters,
                rows.batches(),
                rows.summary().samples(),
                RankingQuestions.STANDARD.with(rule()))
            .get(target.decision().positiveClass())
            .thresholds()
            .get(0);
    return choice.decision() == null
        ? none(choice.reason())
        : new Selected(
            target.with(
                new Decision(
                    target.decision().positiveClass(),
                    choice.decision().threshold(),
                    settings.describe())),
            Optional.empty());
  }

  private Selected none(String reason) {
    return new Selected(
        target,
        Optional.of(
            String.format(
                Locale.ROOT,
                "target.threshold = %s: %s, so the more probable class is chosen",
                settings.rule().configurationName(),
                reason)));
  }

  private ThresholdRule rule() {
    return switch (settings.rule()) {
      case F1 -> new LargestF1();
      case COST -> new LeastCost(settings.falsePositiveCost(), settings.falseNegativeCost());
      case PRECISION -> new GreatestRecall(settings.value());
      case NONE, GIVEN -> throw new IllegalStateException("no rows are needed");
    };
  }
}
