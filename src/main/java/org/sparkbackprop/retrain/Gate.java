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
import org.sparkbackprop.training.Concern;
import org.sparkbackprop.training.Metrics;
import org.sparkbackprop.training.PairedScore;

/**
 * Decides whether a challenger may take the champion's place, by what both make of the same rows,
 * which neither was trained on. One that is no model at all may not, however little worse it is:
 * its training made the cost higher, a layer of it is dead, or it says the same of every row.
 *
 * @param metric by which they are compared
 * @param tolerance how much worse the challenger may be: of accuracy a share, of cost a mean cost
 * @param accuracyFloor the least accuracy of a challenger, from 0 to 1
 * @param recallFloor the least recall of each class, from 0 to 1
 */
public record Gate(Metric metric, double tolerance, double accuracyFloor, double recallFloor) {

  /** What of a training is reason enough. */
  private static final Set<Concern.Kind> DECISIVE =
      EnumSet.of(Concern.Kind.COST_ROSE, Concern.Kind.DEAD_LAYER);

  /** By what champion and challenger are compared. */
  public enum Metric {
    /** The share of rows that are classified correctly. */
    ACCURACY,
    /** The negative log-likelihood a row. */
    COST
  }

  /**
   * What the gate says.
   *
   * @param reasons why the challenger is rejected, as sentences; empty if it is accepted
   * @param summary one line for people
   * @param fields for status and manifest
   */
  public record Decision(List<String> reasons, String summary, Map<String, Object> fields) {

    /** Whether the challenger may be published. */
    public Version.Verdict verdict() {
      return reasons.isEmpty() ? Version.Verdict.ACCEPTED : Version.Verdict.REJECTED;
    }
  }

  /**
   * Decides.
   *
   * @param classNames of the challenger
   * @param concerns of the challenger's training
   * @param score over at least one row
   * @param scored the version that is in service and was scored as well; absent if there is none,
   *     or none that takes these rows
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
          String.format(
              Locale.ROOT,
              "%,d of %,d rows have probabilities that are not finite numbers",
              score.notFinite(),
              score.rows()));
    }
    if (score.changedByWriting() > 0) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "the model that was written and loaded again gives other probabilities for %,d"
                  + " of %,d rows",
              score.changedByWriting(),
              score.rows()));
    }
  }

  /**
   * A model of rare classes may well take all rows for the frequent one and yet know which are more
   * probable to be others: its cost is then lower than that of the classes' shares alone.
   */
  private static Optional<String> saysTheSame(List<String> classNames, PairedScore score) {
    OptionalInt only = score.onlyClassOfChallenger();
    if (only.isEmpty() || score.notFinite() > 0 || score.rows(only.getAsInt()) == score.rows()) {
      return Optional.empty();
    }
    double ofShares =
        Metrics.costOfShares(
            IntStream.range(0, classNames.size()).mapToLong(score::rows).toArray());
    double cost = score.challengerMeanCost();
    if (Metrics.isBelowCostOfShares(cost, ofShares)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "it takes all of the %,d hold-out rows for class %s, which %.1f %% of them are, and its"
                + " cost a row, %.5g, is not below the %.5g of a model that knows the shares of the"
                + " classes alone: it tells nothing apart",
            score.rows(),
            classNames.get(only.getAsInt()),
            100.0 * score.rows(only.getAsInt()) / score.rows(),
            cost,
            ofShares));
  }

  private void addFloors(List<String> classNames, PairedScore score, List<String> reasons) {
    if (score.challengerAccuracy() < accuracyFloor) {
      reasons.add(
          "accuracy %s is below the floor of %s"
              .formatted(text(score.challengerAccuracy()), accuracyFloor));
    }
    for (int k = 0; k < classNames.size(); k++) {
      if (score.challengerRecall(k) < recallFloor) { // of no rows it is NaN
        reasons.add(
            String.format(
                Locale.ROOT,
                "recall %s of class %s (%,d rows) is below the floor of %s",
                text(score.challengerRecall(k)),
                classNames.get(k),
                score.rows(k),
                recallFloor));
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
    if (loss > tolerance) { // a champion without a finite cost is no reason to keep it
      Interval compared = metric == Metric.ACCURACY ? accuracy : cost;
      reasons.add(
          ("%s is worse than that of version %s by %s (95 %% between %s and %s), more than"
                  + " the tolerance of %s")
              .formatted(
                  metric == Metric.ACCURACY ? "accuracy" : "cost a row",
                  champion,
                  text(Math.abs(loss)),
                  signed(compared.low()),
                  signed(compared.high()),
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

  /** What two models make of the same rows, in a line for people. */
  public static String summary(PairedScore score, Optional<String> champion) {
    String own =
        String.format(
            Locale.ROOT,
            "%,d rows: accuracy %.4f, cost a row %.5g",
            score.rows(),
            score.challengerAccuracy(),
            score.challengerMeanCost());
    if (champion.isEmpty()) {
      return own;
    }
    Interval interval =
        Interval.ofAccuracies(score.rows(), score.challengerAlone(), score.championAlone());
    return own
        + String.format(
            Locale.ROOT,
            "; version %s %.4f, %.5g%s; difference of accuracy %s (95 %% from %s to %s,"
                + " McNemar's p %.3g)",
            champion.get(),
            score.championAccuracy(),
            score.championMeanCost(),
            ofComparedRows(score),
            signed(interval.difference()),
            signed(interval.low()),
            signed(interval.high()),
            Interval.mcNemar(score.challengerAlone(), score.championAlone()));
  }

  /** A champion has no probability, and so no cost, of a class that it does not know. */
  private static String ofComparedRows(PairedScore score) {
    return score.comparedRows() == score.rows()
        ? ""
        : String.format(
            Locale.ROOT,
            " (over the %,d rows of classes that it knows, of which the new one's is %.5g)",
            score.comparedRows(),
            score.championMeanCost() + score.costDifference());
  }

  private static String text(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }

  private static String signed(double difference) {
    return String.format(Locale.ROOT, "%+.4f", difference);
  }

  private static Double finiteOrNull(double number) {
    return Double.isFinite(number) ? number : null;
  }
}
