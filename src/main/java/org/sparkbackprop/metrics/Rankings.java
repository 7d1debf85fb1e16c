package org.sparkbackprop.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sparkbackprop.metrics.ranking.OneAgainstRest;
import org.sparkbackprop.metrics.ranking.Ranking;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.MetricFields;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;

/**
 * How well probabilities order rows, for each class against the rest, or each label.
 *
 * @param once where each row counts once
 * @param byWeight where rows count by their weights; empty if they have none
 */
public record Rankings(List<Ranking> once, List<Ranking> byWeight) {

  private static final String UNDEFINED = "undefined";

  /** Copies the lists. */
  public Rankings {
    once = List.copyOf(once);
    byWeight = List.copyOf(byWeight);
  }

  /** The rankings of a view. */
  List<Ranking> of(Weighting weighting) {
    return weighting == Weighting.UNWEIGHTED ? once : byWeight;
  }

  /**
   * The area under the ROC curve, as a mean if there are more than two classes.
   *
   * @param positive as for {@link #putInto(Map, String, Weighting, int)}
   */
  MetricValue area(int positive) {
    return positive >= 0 ? once.get(positive).rocAuc() : new OneAgainstRest(once).macroRocAuc();
  }

  /** The average precision, as a mean if there are more than two classes. */
  MetricValue averagePrecision(int positive) {
    return positive >= 0
        ? once.get(positive).averagePrecision()
        : new OneAgainstRest(once).macroAveragePrecision();
  }

  /**
   * Puts the metrics that have intervals.
   *
   * @param positive as for {@link #putInto(Map, String, Weighting, int)}
   */
  void putInto(Map<BootstrapMetric, MetricValue> figures, int positive) {
    figures.put(BootstrapMetric.ROC_AUC, area(positive));
    figures.put(BootstrapMetric.AVERAGE_PRECISION, averagePrecision(positive));
  }

  /**
   * Puts areas under curves, of all classes or labels together, and into the fields of each.
   *
   * @param perClass the name of the field with the list of classes or labels
   * @param positive of two classes, the one that is looked for; −1 if there are not two
   */
  void putInto(Map<String, Object> fields, String perClass, Weighting weighting, int positive) {
    List<Ranking> rankings = of(weighting);
    addTo((List<?>) fields.get(perClass), rankings);
    Object earlier = fields.remove(UNDEFINED);
    Map<String, Object> own = areas(rankings, positive).asMap();
    Map<String, Object> reasons = new LinkedHashMap<>();
    Stream.of(own.remove(UNDEFINED), earlier)
        .filter(Map.class::isInstance)
        .forEach(all -> ((Map<?, ?>) all).forEach((name, why) -> reasons.put((String) name, why)));
    fields.putAll(own);
    if (!reasons.isEmpty()) {
      fields.put(UNDEFINED, reasons);
    }
  }

  private static MetricFields areas(List<Ranking> rankings, int positive) {
    if (positive >= 0) {
      return new MetricFields()
          .putMetric("roc_auc", rankings.get(positive).rocAuc())
          .putMetric("average_precision", rankings.get(positive).averagePrecision());
    }
    OneAgainstRest all = new OneAgainstRest(rankings);
    return new MetricFields()
        .putMetric("roc_auc", all.macroRocAuc())
        .putMetric("roc_auc_weighted_mean", all.weightedRocAuc())
        .putMetric("average_precision", all.macroAveragePrecision())
        .putMetric("average_precision_weighted_mean", all.weightedAveragePrecision());
  }

  private static void addTo(List<?> perClass, List<Ranking> rankings) {
    for (int k = 0; k < perClass.size(); k++) {
      @SuppressWarnings("unchecked") // as metrics make them
      Map<String, Object> fields = (Map<String, Object>) perClass.get(k);
      fields.put("roc_auc", rankings.get(k).rocAuc().orNull());
      fields.put("average_precision", rankings.get(k).averagePrecision().orNull());
    }
  }
}
