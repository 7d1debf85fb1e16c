package org.sparkbackprop.retrain;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.registry.ModelVersion;
import org.sparkbackprop.training.loop.Concern;

/**
 * Decides whether a challenger may replace the champion, by the scores of both over the same rows,
 * which neither was trained on. A useless model is rejected however little worse it is: if training
 * raised its cost, if one of its layers is dead, or if it predicts the same class for every row.
 *
 * @param metric by which they are compared
 * @param tolerance how much worse the challenger may be: a share (accuracy) or a mean cost
 * @param accuracyFloor the least accuracy of a challenger, from 0 to 1
 * @param recallFloor the least recall of each class, from 0 to 1
 */
public record Gate(Metric metric, double tolerance, double accuracyFloor, double recallFloor) {

  /** The concerns about a training that reject its model. */
  private static final Set<Concern.Kind> DECISIVE =
      EnumSet.of(Concern.Kind.COST_ROSE, Concern.Kind.DEAD_LAYER);

  /** The measure by which champion and challenger are compared. */
  public enum Metric {
    /** The share of rows that are classified correctly. */
    ACCURACY,
    /** The negative log-likelihood a row. */
    COST
  }

  /**
   * The decision of the gate.
   *
   * @param reasons why the challenger is rejected, as sentences; empty if it is accepted
   * @param summary in one line
   * @param fields for status and manifest
   */
  public record Decision(List<String> reasons, String summary, Map<String, Object> fields) {

    /** Whether the challenger may be published. */
    public ModelVersion.Verdict verdict() {
      return reasons.isEmpty() ? ModelVersion.Verdict.ACCEPTED : ModelVersion.Verdict.REJECTED;
    }
  }

  /**
   * Decides.
   *
   * @param classNames of the challenger
   * @param concerns of the challenger's training
   * @param score over at least one row
   * @param scored the version in service if it was scored too; absent if there is none, or if it
   *     cannot score these rows
   */
  public Decision decide(
      List<String> classNames, List<Concern> concerns, PairedScore score, Optional<String> scored) {
    String champion = scored.orElse(null);
    List<String> reasons = new ArrayList<>();
    addFaults(score, reasons);
    concerns.stream()
        .filter(concern -> DECISIVE.contains(concern.kind()))
        .forEach(concern -> reasons.add(concern.sentence()));
    saysTheSame(classNames, score).ifPresent(reasons::add);
    addFloors(classNames, score, reasons);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rows", score.rows());
    fields.put("champion", champion);
    fields.put("metric", metric.name().toLowerCase(Locale.ROOT));
    fields.put("tolerance", tolerance);
    fields.put("challenger_accuracy", score.challengerAccuracy());
    fields.put("challenger_mean_cost", finiteOrNull(score.challengerMeanCost()));
    if (champion != null) {
      compare(score, champion, reasons, fields);
    }
    fields.put("per_class", perClass(classNames, score, champion != null));
    fields.put("verdict", reasons.isEmpty() ? "accepted" : "rejected");
    fields.put("reasons", List.copyOf(reasons));
    return new Decision(List.copyOf(reasons), summary(score, scored), fields);
  }

  private static void addFaults(PairedScore score, List<String> reasons) {
    if (score.notFinite() > 0) {
      reasons.add(
          Message.of(
              "%,d of %,d rows have probabilities that are not finite numbers",
              score.notFinite(), score.rows()));
    }
    if (score.changedByWriting() > 0) {
      reasons.add(
          Message.of(
              "the model, written and loaded again, gives other probabilities for %,d of %,d rows",
              score.changedByWriting(), score.rows()));
    }
  }

  /**
   * A model of rare classes may predict the frequent class for all rows and still know which rows
   * are more likely in others: its cost is then below that of the classes' shares alone.
   */
  private static Optional<String> saysTheSame(List<String> classNames, PairedScore score) {
    OptionalInt only = score.onlyClassOfChallenger();
    if (only.isEmpty() || score.notFinite() > 0 || score.rows(only.getAsInt()) == score.rows()) {
      return Optional.empty();
    }
    double ofShares =
        ClassMetrics.costOfShares(
            IntStream.range(0, classNames.size()).mapToLong(score::rows).toArray());
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
            classNames.get(only.getAsInt()),
            100.0 * score.rows(only.getAsInt()) / score.rows(),
            cost,
            ofShares));
  }

  private void addFloors(List<String> classNames, PairedScore score, List<String> reasons) {
    if (score.challengerAccuracy() < accuracyFloor) {
      reasons.add(
          Message.of(
              "accuracy %.4f is below the floor of %s", score.challengerAccuracy(), accuracyFloor));
    }
    for (int k = 0; k < classNames.size(); k++) {
      if (score.challengerRecall(k) < recallFloor) { // of no rows it is NaN
        reasons.add(
            Message.of(
                "recall %.4f of class %s (%,d rows) is below the floor of %s",
                score.challengerRecall(k), classNames.get(k), score.rows(k), recallFloor));
      }
    }
  }

  private void compare(
      PairedScore score, String champion, List<String> reasons, Map<String, Object> fields) {
    long gained = score.challengerAlone();
    long lost = score.championAlone();
    Interval accuracy = Interval.ofAccuracies(score.rows(), gained, lost);
    Interval cost = Interval.ofMeans(score.costDifference(), score.standardErrorOfCost());
    fields.put("champion_accuracy", score.championAccuracy());
    fields.put("champion_mean_cost", finiteOrNull(score.championMeanCost()));
    fields.put("rows_of_cost", score.comparedRows());
    fields.put("both_right", score.bothRight());
    fields.put("champion_alone_right", lost);
    fields.put("challenger_alone_right", gained);
    fields.put("neither_right", score.neitherRight());
    fields.put("accuracy_difference", fields(accuracy));
    fields.put("mean_cost_difference", fields(cost));
    fields.put("mcnemar_p", Interval.mcNemar(gained, lost));
    double loss = metric == Metric.ACCURACY ? -accuracy.difference() : cost.difference();
    if (loss > tolerance) { // a champion whose cost is not finite is not worth keeping
      Interval compared = metric == Metric.ACCURACY ? accuracy : cost;
      reasons.add(
          Message.of(
              "%s is worse than that of version %s by %.4f (95 %% between %+.4f and %+.4f), more than"
                  + " the tolerance of %s",
              metric == Metric.ACCURACY ? "accuracy" : "cost a row",
              champion,
              Math.abs(loss),
              compared.low(),
              compared.high(),
              tolerance));
    }
  }

  private static Map<String, Object> fields(Interval interval) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("value", finiteOrNull(interval.difference()));
    fields.put("low", finiteOrNull(interval.low()));
    fields.put("high", finiteOrNull(interval.high()));
    return fields;
  }

  private static List<Map<String, Object>> perClass(
      List<String> classNames, PairedScore score, boolean withChampion) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int k = 0; k < classNames.size(); k++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("class", classNames.get(k));
      row.put("rows", score.rows(k));
      row.put("challenger_recall", finiteOrNull(score.challengerRecall(k)));
      if (withChampion) {
        row.put("champion_recall", finiteOrNull(score.championRecall(k)));
      }
      rows.add(row);
    }
    return rows;
  }

  /** The scores of two models over the same rows, in one line. */
  public static String summary(PairedScore score, Optional<String> champion) {
    String own =
        Message.of(
            "%,d rows: accuracy %.4f, cost a row %.5g",
            score.rows(), score.challengerAccuracy(), score.challengerMeanCost());
    if (champion.isEmpty()) {
      return own;
    }
    Interval interval =
        Interval.ofAccuracies(score.rows(), score.challengerAlone(), score.championAlone());
    String ofChampion =
        Message.of(
            "; version %s %.4f, %.5g%s",
            champion.get(),
            score.championAccuracy(),
            score.championMeanCost(),
            ofComparedRows(score));
    double p = Interval.mcNemar(score.challengerAlone(), score.championAlone());
    return own
        + ofChampion
        + Message.of(
            "; difference of accuracy %+.4f (95 %% from %+.4f to %+.4f, McNemar's p %.3g)",
            interval.difference(), interval.low(), interval.high(), p);
  }

  /** A champion has no probability, and so no cost, for a class that it does not know. */
  private static String ofComparedRows(PairedScore score) {
    return score.comparedRows() == score.rows()
        ? ""
        : Message.of(
            " (over the %,d rows of classes that it knows, of which the new one's is %.5g)",
            score.comparedRows(), score.championMeanCost() + score.costDifference());
  }

  private static Double finiteOrNull(double number) {
    return Double.isFinite(number) ? number : null;
  }
}
