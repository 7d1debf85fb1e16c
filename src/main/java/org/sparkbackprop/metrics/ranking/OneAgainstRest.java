package org.sparkbackprop.metrics.ranking;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

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
  public RankingMetric macroRocAuc() {
    return macro(Ranking::rocAuc);
  }

  /**
   * The mean area under the ROC curve, by the weight of each class; undefined if that of a class is
   * which has a weight.
   */
  public RankingMetric weightedRocAuc() {
    return weighted(Ranking::rocAuc);
  }

  /** The mean average precision; undefined if that of a class is. */
  public RankingMetric macroAveragePrecision() {
    return macro(Ranking::averagePrecision);
  }

  /** The mean average precision, by the weight of each class. */
  public RankingMetric weightedAveragePrecision() {
    return weighted(Ranking::averagePrecision);
  }

  private RankingMetric macro(Function<Ranking, RankingMetric> metric) {
    return mean(metric, ranking -> 1.0);
  }

  private RankingMetric weighted(Function<Ranking, RankingMetric> metric) {
    return mean(metric, ranking -> ranking.totals().positives().high());
  }

  private RankingMetric mean(
      Function<Ranking, RankingMetric> metric, Function<Ranking, Double> weight) {
    double sum = 0;
    double all = 0;
    for (int k = 0; k < rankings.size(); k++) {
      double share = weight.apply(rankings.get(k));
      if (share > 0) {
        RankingMetric one = metric.apply(rankings.get(k));
        if (!one.isDefined()) {
          return RankingMetric.undefined(
              String.format(
                  Locale.ROOT,
                  "it is undefined for number %d of %d: %s",
                  k + 1,
                  rankings.size(),
                  one.reason()));
        }
        sum += share * one.value();
        all += share;
      }
    }
    return all == 0 ? RankingMetric.undefined(Ranking.NO_ROWS) : RankingMetric.of(sum / all);
  }
}
