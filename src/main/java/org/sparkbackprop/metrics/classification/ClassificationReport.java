package org.sparkbackprop.metrics.classification;

import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;

/**
 * Precision, recall, F1 and support by class, and their means, as rows of cells. The first row
 * holds the headings. Layout and names of the means are those of scikit-learn's {@code
 * classification_report}, but what is undefined is – there, not 0.
 */
public final class ClassificationReport {

  private static final String UNDEFINED = "–";
  private static final int MAX_NAME = 30;

  private final List<List<String>> rows = new ArrayList<>();
  private final String format;
  private final Weighting weighting;

  private ClassificationReport(int digits, Weighting weighting) {
    format = "%." + digits + "f";
    this.weighting = weighting;
    rows.add(List.of("", "precision", "recall", "f1-score", "support"));
  }

  /**
   * The report on predicted classes: those that occur as labels or predictions, the accuracy, and
   * two means.
   *
   * @param digits of the scores after the point
   */
  public static List<List<String>> of(ClassificationMetrics metrics, int digits) {
    ConfusionTable table = metrics.confusion();
    ClassificationReport report = new ClassificationReport(digits, table.weighting());
    for (int k = 0; k < table.classes(); k++) {
      if (table.occurs(k)) {
        report.add(metrics.classNames().get(k), table.scores(k), table.support(k));
      }
    }
    String accuracy = report.cell(table.accuracy());
    report.rows.add(List.of("accuracy", "", "", accuracy, report.amount(table.total())));
    report.add("macro avg", table.macroAverage(), table.total());
    report.add("weighted avg", table.weightedAverage(), table.total());
    return List.copyOf(report.rows);
  }

  /**
   * The report on predicted labels of rows that may have several: all labels, and four means.
   *
   * @param digits of the scores after the point
   */
  public static List<List<String>> of(LabelMetrics metrics, int digits) {
    ClassificationReport report = new ClassificationReport(digits, metrics.weighting());
    double total = 0;
    for (int j = 0; j < metrics.labelNames().size(); j++) {
      double support = metrics.counts(j).support();
      report.add(metrics.labelNames().get(j), metrics.scores(j), support);
      total += support;
    }
    report.add("micro avg", metrics.microAverage(), total);
    report.add("macro avg", metrics.macroAverage(), total);
    report.add("weighted avg", metrics.weightedAverage(), total);
    report.add("samples avg", metrics.samplesAverage(), total);
    return List.copyOf(report.rows);
  }

  private void add(String name, PrecisionRecallF1 scores, double support) {
    rows.add(
        List.of(
            shortened(name),
            cell(scores.precision()),
            cell(scores.recall()),
            cell(scores.f1()),
            amount(support)));
  }

  private String cell(MetricValue value) {
    return value.isDefined() ? Message.of(format, value.number()) : UNDEFINED;
  }

  private String amount(double amount) {
    return weighting == Weighting.UNWEIGHTED
        ? Message.of("%,d", (long) amount)
        : Message.of(format, amount);
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= MAX_NAME
        ? Excerpt.onALine(name)
        : Excerpt.onALine(name.substring(0, name.offsetByCodePoints(0, MAX_NAME - 1))) + "…";
  }
}
