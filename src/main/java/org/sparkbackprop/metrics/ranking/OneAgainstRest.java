package org.sparkbackprop.metrics.ranking;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.sparkbackprop.metrics.sums.MetricValue;

/**
 * Means over classes, each of which is ranked against the rest, or over labels; as scikit-learn's
 * with {@code multi_class="ovr"} and {@code labels} of all classes.
 *
 * @param rankings by class
 */
public record OneAgainstRest(List<Ranking> rankings) {

  /** The rankings of some classes. */
  public OneAgainstRest {
    rankings = List.copyOf(rankings);
  }

  /** The mean area under the ROC curve; undefined if that of a class is. */
  public MetricValue macroRocAuc() {
    return macro(Ranking::rocAuc);
  }

  /**
   * The mean area under the ROC curve, by the weight of each class; undefined if that of a class is
   * which has a weight.
   */
  public MetricValue weightedRocAuc() {
    return weighted(Ranking::rocAuc);
  }

  /** The mean average precision; undefined if that of a class is. */
  public MetricValue macroAveragePrecision() {
    return macro(Ranking::averagePrecision);
  }

  /** The mean average precision, by the weight of each class. */
  public MetricValue weightedAveragePrecision() {
    return weighted(Ranking::averagePrecision);
  }

  private MetricValue macro(Function<Ranking, MetricValue> metric) {
    return mean(metric, ranking -> 1.0);
  }

  private MetricValue weighted(Function<Ranking, MetricValue> metric) {
    return mean(metric, ranking -> ranking.totals().positives().high());
  }

  private String withoutWeight() {
    return rankings.stream().allMatch(ranking -> ranking.totals().isEmpty())
        ? Ranking.NO_ROWS
        : Ranking.NO_POSITIVES;
  }

  private MetricValue mean(
      Function<Ranking, MetricValue> metric, Function<Ranking, Double> weight) {
    double sum = 0;
    double all = 0;
    for (int k = 0; k < rankings.size(); k++) {
      double share = weight.apply(rankings.get(k));
      if (share > 0) {
        MetricValue one = metric.apply(rankings.get(k));
        if (!one.isDefined()) {
          return MetricValue.undefined(
              String.format(
                  Locale.ROOT,
                  "it is undefined for number %d of %d: %s",
                  k + 1,
                  rankings.size(),
                  one.reason()));
        }
        sum += share * one.number();
        all += share;
      }
    }
    return all == 0 ? MetricValue.undefined(withoutWeight()) : MetricValue.of(sum / all);
  }
}
