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
    Map<String, Object> reasonsOfEach = addTo((List<?>) fields.get(perClass), perClass, rankings);
    Object earlier = fields.remove(UNDEFINED);
    Map<String, Object> own = areas(rankings, positive).asMap();
    Map<String, Object> reasons = new LinkedHashMap<>();
    Stream.of(own.remove(UNDEFINED), earlier, reasonsOfEach)
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

  /** Puts the areas of each, and gives the reasons of those that are undefined by their paths. */
  private static Map<String, Object> addTo(List<?> perClass, String name, List<Ranking> rankings) {
    Map<String, Object> reasons = new LinkedHashMap<>();
    for (int k = 0; k < perClass.size(); k++) {
      @SuppressWarnings("unchecked") // as metrics make them
      Map<String, Object> fields = (Map<String, Object>) perClass.get(k);
      Map<String, MetricValue> areas = new LinkedHashMap<>();
      areas.put("roc_auc", rankings.get(k).rocAuc());
      areas.put("average_precision", rankings.get(k).averagePrecision());
      String path = name + "[" + k + "].";
      areas.forEach(
          (area, value) -> {
            fields.put(area, value.orNull());
            if (!value.isDefined()) {
              reasons.put(path + area, value.reason());
            }
          });
    }
    return reasons;
  }
}
