package org.sparkbackprop.retrain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.metrics.PairedMeasure;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.training.loop.Stopping.Measure;

/**
 * Which classes a challenger chooses, and a champion if there is one.
 *
 * @param names of the challenger's classes
 * @param scored the champion's version, if it was scored
 */
record ClassComparison(List<String> names, PairedScore score, Optional<String> scored) {

  /** Whether the choices and their probabilities say a metric. */
  static boolean compares(Measure metric) {
    return metric == Measure.ACCURACY || metric == Measure.COST;
  }

  /** Such a metric of both, with a closer interval than the bootstrap's. */
  PairedMeasure measure(Measure metric) {
    return metric == Measure.ACCURACY
        ? measure(score.challengerAccuracy(), score.championAccuracy(), accuracy())
        : measure(score.challengerMeanCost(), score.championMeanCost(), cost());
  }

  private PairedMeasure measure(double challenger, double champion, Interval interval) {
    return scored.isEmpty()
        ? PairedMeasure.ofChallenger(challenger, "")
        : new PairedMeasure(
            challenger, champion, interval.difference(), interval.low(), interval.high(), "");
  }

  /**
   * A model of rare classes may predict the frequent class for all rows and still know which rows
   * are more likely in others: its cost is then below that of the classes' shares alone.
   */
  Optional<String> distinguishesNothing() {
    OptionalInt only = score.onlyClassOfChallenger();
    if (only.isEmpty() || score.rows(only.getAsInt()) == score.rows()) {
      return Optional.empty();
    }
    double ofShares =
        ClassMetrics.costOfShares(
            IntStream.range(0, names.size()).mapToLong(score::rows).toArray());
    double cost = score.challengerMeanCost();
    if (ClassMetrics.isBelowCostOfShares(cost, ofShares)) {
      return Optional.empty();
    }
    return Optional.of(
        Message.of(
            "it predicts class %2$s for all of the %1$,d hold-out rows, though only %3$.1f %% of them are in"
                + " it, and its cost a row, %4$.5g, is not below the %5$.5g of a model that knows"
                + " only the shares of the classes: it distinguishes nothing",
            score.rows(),
            names.get(only.getAsInt()),
            100.0 * score.rows(only.getAsInt()) / score.rows(),
            cost,
            ofShares));
  }

  void addFloors(Gate gate, List<String> reasons) {
    if (score.challengerAccuracy() < gate.accuracyFloor()) {
      reasons.add(
          Message.of(
              "accuracy %.4f is below the floor of %s",
              score.challengerAccuracy(), gate.accuracyFloor()));
    }
    for (int k = 0; k < names.size(); k++) {
      if (score.challengerRecall(k) < gate.recallFloor()) { // of no rows it is NaN
        reasons.add(
            Message.of(
                "recall %.4f of class %s (%,d rows) is below the floor of %s",
                score.challengerRecall(k), names.get(k), score.rows(k), gate.recallFloor()));
      }
    }
  }

  private Interval accuracy() {
    return Interval.ofAccuracies(score.rows(), score.challengerAlone(), score.championAlone());
  }

  private Interval cost() {
    return Interval.ofMeans(score.costDifference(), score.standardErrorOfCost());
  }

  /** Puts the fields for status and manifest. */
  void putInto(Map<String, Object> fields) {
    fields.put("challenger_accuracy", score.challengerAccuracy());
    fields.put("challenger_mean_cost", Interval.finiteOrNull(score.challengerMeanCost()));
    if (scored.isPresent()) {
      putComparison(fields);
    }
    fields.put("per_class", perClass());
  }

  private void putComparison(Map<String, Object> fields) {
    fields.put("champion_accuracy", score.championAccuracy());
    fields.put("champion_mean_cost", Interval.finiteOrNull(score.championMeanCost()));
    fields.put("rows_of_cost", score.comparedRows());
    fields.put("both_right", score.bothRight());
    fields.put("champion_alone_right", score.championAlone());
    fields.put("challenger_alone_right", score.challengerAlone());
    fields.put("neither_right", score.neitherRight());
    fields.put("accuracy_difference", accuracy().fields());
    fields.put("mean_cost_difference", cost().fields());
    fields.put("mcnemar_p", Interval.mcNemar(score.challengerAlone(), score.championAlone()));
  }

  private List<Map<String, Object>> perClass() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("class", names.get(k));
      row.put("rows", score.rows(k));
      row.put("challenger_recall", Interval.finiteOrNull(score.challengerRecall(k)));
      if (scored.isPresent()) {
        row.put("champion_recall", Interval.finiteOrNull(score.championRecall(k)));
      }
      rows.add(row);
    }
    return rows;
  }
}
