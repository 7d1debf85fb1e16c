package org.sparkbackprop.retrain;

import static java.util.stream.Collectors.joining;

import java.util.Optional;
import java.util.stream.Stream;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.PairedMeasure;
import org.sparkbackprop.metrics.PairedMetrics;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.score.ContestResult;
import org.sparkbackprop.training.loop.Stopping.Measure;

/** The scores of two models over the same rows, in one line. */
public final class ContestSummary {

  private ContestSummary() {}

  /**
   * The line.
   *
   * @param champion the name of the other model, if there is one
   * @param metric by which they are compared
   */
  public static String of(ContestResult result, Optional<String> champion, Measure metric) {
    Optional<String> classes = result.classes().map(score -> ofClasses(score, champion));
    Optional<String> measured =
        result
            .metrics()
            .filter(metrics -> classes.isEmpty() || !ClassComparison.compares(metric))
            .map(metrics -> ofMeasure(metrics, champion, metric));
    String rows = Message.of("%,d rows", result.rows());
    String both = Stream.of(classes, measured).flatMap(Optional::stream).collect(joining("; "));
    return rows + (both.isEmpty() ? "" : ": " + both) + faults(result, champion);
  }

  /** A champion that predicts something that is not finite is compared in its choices at most. */
  private static String faults(ContestResult result, Optional<String> champion) {
    long faults = result.check().notFiniteOfChampion();
    return champion.isEmpty() || faults == 0
        ? ""
        : Message.of(
            "; the predictions of version %s are not finite numbers in %,d rows",
            champion.get(), faults);
  }

  private static String ofMeasure(
      PairedMetrics metrics, Optional<String> champion, Measure metric) {
    PairedMeasure compared = metrics.of(metric);
    String own = metric.configurationName() + " " + text(compared.challenger());
    if (champion.isEmpty() || metrics.champion().isEmpty()) {
      return own;
    }
    String both = own + "; version %s %s".formatted(champion.get(), text(compared.champion()));
    if (!compared.isCompared()) {
      return both;
    }
    String interval =
        compared.hasInterval()
            ? Message.of(" (95 %% from %+.5g to %+.5g)", compared.low(), compared.high())
            : "";
    return both + Message.of("; difference %+.5g", compared.difference()) + interval;
  }

  private static String text(double value) {
    return Double.isNaN(value) ? "undefined" : Message.of("%.6g", value);
  }

  private static String ofClasses(PairedScore score, Optional<String> champion) {
    String own =
        Message.of(
            "accuracy %.4f, cost a row %.5g",
            score.challengerAccuracy(), score.challengerMeanCost());
    if (champion.isEmpty()) {
      return own;
    }
    Interval interval =
        Interval.ofAccuracies(score.rows(), score.challengerAlone(), score.championAlone());
    String ofChampion =
        Message.of(
            "; version %s %.4f, %s",
            champion.get(), score.championAccuracy(), costOfChampion(score));
    double p = Interval.mcNemar(score.challengerAlone(), score.championAlone());
    return own
        + ofChampion
        + Message.of(
            "; difference of accuracy %+.4f (95 %% from %+.4f to %+.4f, McNemar's p %.3g)",
            interval.difference(), interval.low(), interval.high(), p);
  }

  /** A champion has no probability, and so no cost, for a class that it does not know. */
  private static String costOfChampion(PairedScore score) {
    if (score.comparedRows() == 0) {
      return "without a cost, as it knows none of their classes";
    }
    String cost = Message.of("%.5g", score.championMeanCost());
    return score.comparedRows() == score.rows()
        ? cost
        : Message.of(
            "%s (over the %,d rows of classes that it knows, of which the new one's is %.5g)",
            cost, score.comparedRows(), score.championMeanCost() + score.costDifference());
  }
}
