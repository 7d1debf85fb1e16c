package org.sparkbackprop.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final String ROC_AUC = "roc_auc";
  private static final String AVERAGE_PRECISION = "average_precision";

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
    areas(rankings, positive).forEach((name, value) -> MetricFields.add(fields, name, value));
    addTo(fields, perClass, rankings);
  }

  private static Map<String, MetricValue> areas(List<Ranking> rankings, int positive) {
    Map<String, MetricValue> areas = new LinkedHashMap<>();
    if (positive >= 0) {
      areas.put(ROC_AUC, rankings.get(positive).rocAuc());
      areas.put(AVERAGE_PRECISION, rankings.get(positive).averagePrecision());
      return areas;
    }
    OneAgainstRest all = new OneAgainstRest(rankings);
    areas.put(ROC_AUC, all.macroRocAuc());
    areas.put(ROC_AUC + "_weighted_mean", all.weightedRocAuc());
    areas.put(AVERAGE_PRECISION, all.macroAveragePrecision());
    areas.put(AVERAGE_PRECISION + "_weighted_mean", all.weightedAveragePrecision());
    return areas;
  }

  private static void addTo(Map<String, Object> fields, String perClass, List<Ranking> rankings) {
    List<?> classes = (List<?>) fields.get(perClass);
    for (int k = 0; k < classes.size(); k++) {
      @SuppressWarnings("unchecked") // as metrics make them
      Map<String, Object> ofClass = (Map<String, Object>) classes.get(k);
      String path = perClass + "[" + k + "].";
      Ranking ranking = rankings.get(k);
      put(fields, path, ofClass, ROC_AUC, ranking.rocAuc());
      put(fields, path, ofClass, AVERAGE_PRECISION, ranking.averagePrecision());
    }
  }

  private static void put(
      Map<String, Object> fields,
      String path,
      Map<String, Object> ofClass,
      String name,
      MetricValue value) {
    ofClass.put(name, value.orNull());
    if (!value.isDefined()) {
      MetricFields.addReason(fields, path + name, value.reason());
    }
  }
}
