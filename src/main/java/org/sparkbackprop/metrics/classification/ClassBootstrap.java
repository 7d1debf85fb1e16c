package org.sparkbackprop.metrics.classification;

import static org.sparkbackprop.metrics.sums.BootstrapMetric.ACCURACY;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.BALANCED_ACCURACY;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.BRIER_SCORE;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.EXPECTED_CALIBRATION_ERROR;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.F1;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.LOG_LOSS;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.MACRO_F1;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.MATTHEWS_CORRELATION;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.PRECISION;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.RECALL;

import java.util.EnumMap;
import java.util.Map;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.ResampleCounts;

/**
 * The metrics of predicted classes over each of many resamples, without those of their order; NaN
 * where they are undefined. They are those of {@link ClassificationMetrics}, from the margins of
 * the confusion tables alone.
 */
public final class ClassBootstrap {

  private final ClassifiedRows rows;
  private final ResampleCounts counts;
  private final int resamples;

  /** Of class k and resample b at k × resamples + b: rows labelled, predicted, and both. */
  private final char[] support;

  private final char[] predicted;
  private final char[] hits;

  private ClassBootstrap(ClassifiedRows rows, ResampleCounts counts) {
    this.rows = rows;
    this.counts = counts;
    resamples = counts.resamples();
    int size = Math.multiplyExact(rows.setup.classes(), resamples);
    support = new char[size];
    predicted = new char[size];
    hits = new char[size];
    for (int i = 0; i < rows.size(); i++) {
      counts.add(i, support, rows.labels[i] * resamples);
      counts.add(i, predicted, rows.predicted[i] * resamples);
      if (rows.labels[i] == rows.predicted[i]) {
        counts.add(i, hits, rows.labels[i] * resamples);
      }
    }
  }

  /** The values of each metric by resample. */
  public static Map<BootstrapMetric, double[]> values(ClassifiedRows rows, ResampleCounts counts) {
    ClassBootstrap all = new ClassBootstrap(rows, counts);
    Map<BootstrapMetric, double[]> values = new EnumMap<>(BootstrapMetric.class);
    all.putDecisions(values);
    if (rows.setup.isBinary()) {
      all.putPositive(values);
    }
    values.put(LOG_LOSS, counts.means(rows.logLosses));
    values.put(BRIER_SCORE, all.brierScores());
    values.put(EXPECTED_CALIBRATION_ERROR, all.calibrationErrors());
    return values;
  }

  private void putDecisions(Map<BootstrapMetric, double[]> values) {
    double[] accuracy = new double[resamples];
    double[] balanced = new double[resamples];
    double[] f1 = new double[resamples];
    double[] correlation = new double[resamples];
    for (int b = 0; b < resamples; b++) {
      Margins margins = margins(b);
      accuracy[b] = margins.hits / counts.total(b);
      balanced[b] = margins.recalls / margins.labels;
      f1[b] = margins.f1s / margins.occurring;
      correlation[b] = margins.correlation(counts.total(b));
    }
    values.put(ACCURACY, accuracy);
    values.put(BALANCED_ACCURACY, balanced);
    values.put(MACRO_F1, f1);
    values.put(MATTHEWS_CORRELATION, correlation);
  }

  /** Sums over the classes of a resample. */
  private static final class Margins {
    private double hits;
    private double recalls;
    private double labels;
    private double f1s;
    private double occurring;
    private double products;
    private double squaresOfLabels;
    private double squaresOfPredictions;

    void add(double support, double predicted, double hits) {
      if (support > 0) {
        recalls += hits / support;
        labels++;
      }
      if (support + predicted > 0) {
        f1s += 2 * hits / (support + predicted);
        occurring++;
      }
      this.hits += hits;
      products += support * predicted;
      squaresOfLabels += support * support;
      squaresOfPredictions += predicted * predicted;
    }

    /** All terms are whole numbers below 2⁵³, so that differences are exact; 0 / 0 is NaN. */
    double correlation(double total) {
      double squared = total * total;
      return (hits * total - products)
          / (Math.sqrt(squared - squaresOfLabels) * Math.sqrt(squared - squaresOfPredictions));
    }
  }

  private Margins margins(int resample) {
    Margins margins = new Margins();
    for (int at = resample; at < support.length; at += resamples) {
      margins.add(support[at], predicted[at], hits[at]);
    }
    return margins;
  }

  private void putPositive(Map<BootstrapMetric, double[]> values) {
    double[] precision = new double[resamples];
    double[] recall = new double[resamples];
    double[] f1 = new double[resamples];
    int from = rows.setup.rule().positiveClass() * resamples;
    for (int b = 0; b < resamples; b++) {
      double both = hits[from + b];
      precision[b] = both / predicted[from + b];
      recall[b] = both / support[from + b];
      f1[b] = 2 * both / (predicted[from + b] + support[from + b]);
    }
    values.put(PRECISION, precision);
    values.put(RECALL, recall);
    values.put(F1, f1);
  }

  private double[] brierScores() {
    double[] means = counts.means(rows.squares);
    if (rows.setup.isBinary()) {
      for (int b = 0; b < resamples; b++) {
        means[b] /= 2;
      }
    }
    return means;
  }

  /** |Σ (correct − confidence)| of each bin, added up. */
  private double[] calibrationErrors() {
    double[] gaps = new double[ClassifiedRows.CALIBRATION_BINS.count() * resamples];
    for (int i = 0; i < rows.size(); i++) {
      double confidence = rows.confidences[i];
      double correct = rows.mostProbable[i] == rows.labels[i] ? 1 : 0;
      int bin = ClassifiedRows.CALIBRATION_BINS.of(confidence);
      counts.addProducts(i, correct - confidence, gaps, bin * resamples);
    }
    double[] errors = new double[resamples];
    for (int at = 0; at < gaps.length; at++) {
      errors[at % resamples] += Math.abs(gaps[at]);
    }
    for (int b = 0; b < resamples; b++) {
      errors[b] /= counts.total(b);
    }
    return errors;
  }
}
