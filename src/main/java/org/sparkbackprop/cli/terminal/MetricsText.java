package org.sparkbackprop.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.ClassDetails;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.metrics.LabelsMetrics;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.NumberMetrics;
import org.sparkbackprop.metrics.classification.ClassificationReport;
import org.sparkbackprop.metrics.regression.OutputMetrics;
import org.sparkbackprop.metrics.sums.MetricValue;

/** Metrics as lines for people. */
final class MetricsText {

  private static final int MAX_CLASSES = 40;
  private static final int DIGITS = 4;

  private MetricsText() {}

  /** A table of what was measured: by class or label, or by column of numbers. */
  static List<String> table(Metrics metrics) {
    if (metrics instanceof NumberMetrics numbers) {
      return numbers(numbers);
    }
    if (metrics instanceof LabelsMetrics labels) {
      return labels.names().size() > MAX_CLASSES
          ? List.of(tooMany(labels.names().size(), "labels"))
          : TextTable.of(ClassificationReport.of(labels.metrics(), DIGITS)).lines();
    }
    ClassMetrics classes = (ClassMetrics) metrics;
    return classes.details().map(details -> classes(classes, details)).orElse(List.of());
  }

  private static List<String> classes(ClassMetrics metrics, ClassDetails details) {
    if (metrics.classNames().size() > MAX_CLASSES) {
      return List.of(tooMany(metrics.classNames().size(), "classes"));
    }
    return TextTable.of(ClassificationReport.of(details.metrics(), DIGITS)).lines();
  }

  private static List<String> numbers(NumberMetrics metrics) {
    if (metrics.sums().hasQuantiles()) {
      return quantiles(metrics);
    }
    TextTable table = new TextTable("", "RMSE", "MAE", "largest error", "R²");
    for (int k = 0; k < metrics.names().size(); k++) {
      OutputMetrics figures = metrics.metrics().output(k);
      table.add(
          metrics.names().get(k),
          cell("%.6g", figures.rootMeanSquaredError()),
          cell("%.6g", figures.meanAbsoluteError()),
          cell("%.6g", figures.largestError()),
          cell("%.4f", figures.r2()));
    }
    return table.lines();
  }

  private static List<String> quantiles(NumberMetrics metrics) {
    TextTable table = new TextTable("", "mean pinball loss", "MAE", "mean error");
    for (int k = 0; k < metrics.names().size(); k++) {
      OutputMetrics figures = metrics.metrics().output(k);
      table.add(
          metrics.names().get(k),
          cell("%.6g", figures.meanPinballLoss()),
          cell("%.6g", figures.meanAbsoluteError()),
          cell("%.6g", figures.meanError()));
    }
    return table.lines();
  }

  private static String cell(String format, MetricValue value) {
    return TextTable.decimal(format, value.orNull());
  }

  private static String tooMany(int number, String noun) {
    return "  (" + number + " " + noun + ": too many to print; see metrics.json)";
  }

  /** The confusion matrix of classes. */
  static List<String> confusion(ClassMetrics metrics) {
    List<String> names = metrics.classNames();
    if (names.size() > MAX_CLASSES) {
      return List.of(tooMany(names.size(), "classes"));
    }
    long[][] counts = metrics.chosen();
    String samples = Long.toString(metrics.samples());
    int width =
        Stream.concat(names.stream(), Stream.of(samples)).mapToInt(String::length).max().getAsInt();
    List<String> lines = new ArrayList<>();
    lines.add(line("", names.stream(), width) + "  recall");
    for (int k = 0; k < names.size(); k++) {
      Stream<String> cells = Arrays.stream(counts[k]).mapToObj(Long::toString);
      double recall = (double) counts[k][k] / Arrays.stream(counts[k]).sum();
      lines.add(
          line(names.get(k), cells, width)
              + (Double.isNaN(recall) ? "       –" : Message.of("  %.4f", recall)));
    }
    return lines;
  }

  private static String line(String first, Stream<String> cells, int width) {
    return Stream.concat(Stream.of(first), cells)
        .map(cell -> " ".repeat(2 + width - cell.length()) + cell)
        .collect(Collectors.joining());
  }
}
