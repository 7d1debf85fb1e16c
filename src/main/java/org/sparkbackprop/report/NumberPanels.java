package org.sparkbackprop.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.NumberMetrics;
import org.sparkbackprop.metrics.regression.OutputMetrics;
import org.sparkbackprop.report.Series.Point;
import org.sparkbackprop.report.Series.Style;

/** What the page says of predicted numbers. */
final class NumberPanels {

  private static final int MAX_TABLE = 40;
  private static final int MAX_DRAWN = 4;
  private static final int MAX_BINS = 40;
  private static final int MIN_BINS = 5;
  private static final String FIGURE = "%.6g";

  private final NumberMetrics metrics;
  private final List<Double> quantiles;

  private NumberPanels(NumberMetrics metrics, List<Double> quantiles) {
    this.metrics = metrics;
    this.quantiles = quantiles;
  }

  /**
   * The panels.
   *
   * @param sample of the rows
   */
  static List<Panel> of(NumberMetrics metrics, PredictedNumbers sample) {
    NumberPanels panels = new NumberPanels(metrics, sample.quantiles());
    List<Panel> all = new ArrayList<>();
    if (sample.quantiles().isEmpty()) {
      all.add(panels.figures());
    } else {
      all.add(panels.figuresOfQuantiles());
      all.add(panels.coverage(sample));
    }
    String rows = Message.of("%,d of %,d rows.", sample.rows(), metrics.samples());
    for (int k : panels.drawn()) {
      all.add(
          Panel.ofCharts(
              "Predicted and true: " + metrics.names().get(k),
              rows + " A residual is the predicted number minus the true one.",
              List.of(
                  panels.againstTrue(sample, k),
                  panels.residuals(sample, k),
                  panels.histogram(sample, k))));
    }
    return all;
  }

  /** Of a column with quantiles, the one in the middle. */
  private List<Integer> drawn() {
    int ofColumn = Math.max(1, quantiles.size());
    return IntStream.range(0, metrics.names().size() / ofColumn)
        .limit(MAX_DRAWN)
        .mapToObj(column -> column * ofColumn + ofColumn / 2)
        .toList();
  }

  private Panel figures() {
    List<List<String>> rows = new ArrayList<>();
    for (int k = 0; k < Math.min(MAX_TABLE, metrics.names().size()); k++) {
      OutputMetrics figures = metrics.metrics().output(k);
      int output = k;
      rows.add(
          List.of(
              metrics.names().get(k),
              Table.cell(FIGURE, figures.rootMeanSquaredError()),
              Table.cell(FIGURE, figures.meanAbsoluteError()),
              metrics
                  .medians()
                  .map(all -> Table.cell(FIGURE, all.once().get(output)))
                  .orElse(Table.NONE),
              Table.cell(FIGURE, figures.largestError()),
              Table.cell(FIGURE, figures.meanError()),
              Table.share(figures.r2())));
    }
    List<String> head =
        List.of("", "RMSE", "MAE", "median error", "largest error", "mean error", "R²");
    return Panel.ofTables(
        "Figures",
        List.of(
            "Errors are in the units of their column; the mean error is above 0 where predictions are"
                + " too large."),
        List.of(Table.of("", head, rows)));
  }

  /** Those that judge a quantile, which is meant to be far from most of the true numbers. */
  private Panel figuresOfQuantiles() {
    List<List<String>> rows = new ArrayList<>();
    for (int k = 0; k < Math.min(MAX_TABLE, metrics.names().size()); k++) {
      OutputMetrics figures = metrics.metrics().output(k);
      rows.add(
          List.of(
              metrics.names().get(k),
              Table.cell(FIGURE, figures.meanPinballLoss()),
              Table.cell(FIGURE, figures.meanAbsoluteError()),
              Table.cell(FIGURE, figures.meanError())));
    }
    return Panel.ofTables(
        "Figures",
        List.of(
            "Figures are in the units of their column; the mean error is above 0 where predictions are"
                + " too large, as those of high quantiles mostly are."),
        List.of(Table.of("", List.of("", "mean pinball loss", "MAE", "mean error"), rows)));
  }

  private Panel coverage(PredictedNumbers sample) {
    List<List<String>> rows = new ArrayList<>();
    for (int k = 0; k < Math.min(MAX_TABLE, metrics.names().size()); k++) {
      rows.add(
          List.of(
              metrics.names().get(k),
              Message.of("%.4g", quantiles.get(k % quantiles.size())),
              Message.of("%.4f", sample.shareBelow(k))));
    }
    return Panel.ofTables(
        "Do the quantiles hold?",
        List.of(
            Message.of(
                "The share of %,d rows whose true number is at most the predicted quantile.",
                sample.rows())),
        List.of(Table.of("", List.of("", "quantile", "share of rows below"), rows)));
  }

  private Chart againstTrue(PredictedNumbers sample, int k) {
    double[] all =
        IntStream.range(0, sample.rows()).mapToDouble(i -> sample.target(i, k)).toArray();
    double least = Arrays.stream(all).min().orElse(0);
    double most = Arrays.stream(all).max().orElse(1);
    return new Chart(
        "Predicted against true",
        new Chart.Axis("true", Chart.Range.OF_THE_DATA),
        new Chart.Axis("predicted", Chart.Range.OF_THE_DATA),
        List.of(
            points(sample, i -> new Point(sample.target(i, k), sample.predicted(i, k))),
            Series.reference("equal", new Point(least, least), new Point(most, most))));
  }

  private Chart residuals(PredictedNumbers sample, int k) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < sample.rows(); i++) {
      least = Math.min(least, sample.predicted(i, k));
      most = Math.max(most, sample.predicted(i, k));
    }
    return new Chart(
        "Residuals",
        new Chart.Axis("predicted", Chart.Range.OF_THE_DATA),
        new Chart.Axis("predicted − true", Chart.Range.FROM_ZERO),
        List.of(
            points(sample, i -> new Point(sample.predicted(i, k), residual(sample, i, k))),
            Series.reference("no error", new Point(least, 0), new Point(most, 0))));
  }

  private static double residual(PredictedNumbers sample, int row, int k) {
    return sample.predicted(row, k) - sample.target(row, k);
  }

  /** Makes the point of a row. */
  private interface PointOfRow {
    Point of(int row);
  }

  private static Series points(PredictedNumbers sample, PointOfRow made) {
    return new Series(
        "rows", Style.POINTS, IntStream.range(0, sample.rows()).mapToObj(made::of).toList());
  }

  private Chart histogram(PredictedNumbers sample, int k) {
    double[] residuals =
        IntStream.range(0, sample.rows()).mapToDouble(i -> residual(sample, i, k)).toArray();
    int bins = Math.max(MIN_BINS, Math.min(MAX_BINS, (int) Math.sqrt(sample.rows())));
    double least = Arrays.stream(residuals).min().orElse(0);
    double width = (Arrays.stream(residuals).max().orElse(0) - least) / bins;
    double[] counts = new double[bins];
    for (double residual : residuals) {
      counts[width > 0 ? Math.min(bins - 1, (int) ((residual - least) / width)) : 0]++;
    }
    List<Point> points = new ArrayList<>();
    for (int bin = 0; bin <= bins; bin++) {
      points.add(new Point(least + bin * width, counts[Math.min(bin, bins - 1)]));
    }
    return new Chart(
        "Distribution of the residuals",
        new Chart.Axis("predicted − true", Chart.Range.OF_THE_DATA),
        new Chart.Axis("rows", Chart.Range.FROM_ZERO),
        List.of(new Series("rows", Style.STEPS, points)));
  }
}
