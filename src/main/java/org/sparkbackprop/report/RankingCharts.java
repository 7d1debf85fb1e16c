package org.sparkbackprop.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.classification.BinaryCounts;
import org.sparkbackprop.metrics.classification.CalibrationBin;
import org.sparkbackprop.metrics.ranking.Ranking;
import org.sparkbackprop.metrics.ranking.ScoreHistogram;
import org.sparkbackprop.report.Series.Point;
import org.sparkbackprop.report.Series.Style;

/** Charts of how well scores order rows, and of what probabilities are worth. */
final class RankingCharts {

  /** Bins of a histogram that can be told apart. */
  private static final int MAX_BINS = 40;

  private RankingCharts() {}

  /**
   * A class or label against the rest.
   *
   * @param name of the class or label
   */
  record Curve(String name, Ranking ranking) {}

  /**
   * Where a decision lies on the curves.
   *
   * @param name of the decision
   * @param counts of its hits and errors
   */
  record Decided(String name, BinaryCounts counts) {}

  /** The receiver operating characteristic. */
  static Chart roc(List<Curve> curves, Optional<Decided> decided) {
    List<Series> series = new ArrayList<>();
    for (Curve curve : curves) {
      String area = Table.cell("%.4f", curve.ranking().rocAuc());
      List<Point> points =
          curve.ranking().roc().stream()
              .map(p -> new Point(p.falsePositiveRate(), p.truePositiveRate()))
              .toList();
      series.add(new Series(Message.of("%s (%s)", curve.name(), area), Style.LINE, points));
    }
    decided.ifPresent(
        at -> {
          BinaryCounts counts = at.counts();
          double falseRate =
              counts.falsePositives() / (counts.falsePositives() + counts.trueNegatives());
          double trueRate = counts.truePositives() / counts.support();
          series.add(mark(at.name(), falseRate, trueRate));
        });
    series.add(Series.reference("by chance", new Point(0, 0), new Point(1, 1)));
    return new Chart(
        "ROC curve (area)",
        Chart.ofShares("false positive rate"),
        Chart.ofShares("true positive rate"),
        series);
  }

  /** Precision and recall. */
  static Chart precisionRecall(List<Curve> curves, Optional<Decided> decided) {
    List<Series> series = new ArrayList<>();
    for (Curve curve : curves) {
      String area = Table.cell("%.4f", curve.ranking().averagePrecision());
      List<Point> points =
          curve.ranking().precisionRecall().stream()
              .map(p -> new Point(p.recall(), p.precision()))
              .toList();
      series.add(new Series(Message.of("%s (%s)", curve.name(), area), Style.LINE, points));
    }
    decided.ifPresent(
        at -> {
          BinaryCounts counts = at.counts();
          double recall = counts.truePositives() / counts.support();
          series.add(mark(at.name(), recall, counts.truePositives() / counts.predicted()));
          double share = counts.support() / counts.total();
          series.add(Series.reference("by chance", new Point(0, share), new Point(1, share)));
        });
    return new Chart(
        "Precision-recall curve (average precision)",
        Chart.ofShares("recall"),
        Chart.ofShares("precision"),
        series);
  }

  private static Series mark(String name, double x, double y) {
    return new Series(name, Style.MARK, List.of(new Point(x, y)));
  }

  /**
   * How the probabilities of a class are distributed among its rows, and among the others.
   *
   * @param threshold from which on the class is chosen
   */
  static Chart distribution(String name, String other, Ranking ranking, double threshold) {
    ScoreHistogram histogram = ranking.histogram();
    double[] edges = histogram.edges();
    Series positives = shares(name, edges, histogram.positives());
    Series negatives = shares(other, edges, histogram.negatives());
    double top =
        List.of(positives, negatives).stream()
            .flatMap(series -> series.points().stream())
            .mapToDouble(Point::y)
            .max()
            .orElse(1);
    return new Chart(
        "Distribution of the probability of " + name,
        new Chart.Axis("probability of " + name, Chart.Range.OF_THE_DATA),
        new Chart.Axis("share of the rows of the class", Chart.Range.FROM_ZERO),
        List.of(
            positives,
            negatives,
            Series.reference(
                Message.of("chosen from %.4g on", threshold),
                new Point(threshold, 0),
                new Point(threshold, top))));
  }

  private static Series shares(String label, double[] edges, List<Double> counts) {
    double all = counts.stream().mapToDouble(Double::doubleValue).sum();
    int together = (counts.size() + MAX_BINS - 1) / MAX_BINS;
    List<Point> points = new ArrayList<>();
    double share = 0;
    for (int i = 0; i < counts.size(); i += together) {
      double sum = 0;
      for (int j = i; j < Math.min(i + together, counts.size()); j++) {
        sum += counts.get(j);
      }
      share = all > 0 ? sum / all : 0;
      points.add(new Point(edges[i], share));
    }
    points.add(new Point(edges[counts.size()], share));
    return new Series(label, Style.STEPS, points);
  }

  /**
   * How often that occurs whose probability is predicted.
   *
   * @param what the probability is of
   */
  static Chart calibration(String what, List<CalibrationBin> bins) {
    List<Point> points =
        bins.stream().map(bin -> new Point(bin.meanProbability(), bin.observedShare())).toList();
    return new Chart(
        "Calibration",
        Chart.ofShares("mean predicted probability of " + what),
        Chart.ofShares("share of rows where it is true"),
        List.of(
            new Series("this model", Style.MARKED_LINE, points),
            Series.reference("as predicted", new Point(0, 0), new Point(1, 1))));
  }
}
