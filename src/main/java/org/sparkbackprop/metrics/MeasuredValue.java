package org.sparkbackprop.metrics;

import java.util.Optional;
import org.sparkbackprop.metrics.classification.ClassificationMetrics;
import org.sparkbackprop.metrics.classification.ConfusionTable;
import org.sparkbackprop.metrics.classification.LabelMetrics;
import org.sparkbackprop.metrics.classification.PrecisionRecallF1;
import org.sparkbackprop.metrics.ranking.OneAgainstRest;
import org.sparkbackprop.metrics.regression.OutputMetrics;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.training.loop.Stopping.Measure;

/** Finds the value of a measure among metrics. */
public final class MeasuredValue {

  private MeasuredValue() {}

  /**
   * The value, where each row counts once.
   *
   * @param metrics of the kind of targets that the measure is for, with what it needs
   */
  public static MetricValue of(Measure measure, Metrics metrics) {
    if (measure == Measure.COST) {
      return MetricValue.of(metrics.meanCost());
    }
    if (metrics instanceof NumberMetrics numbers) {
      return ofNumbers(measure, numbers);
    }
    return metrics instanceof LabelsMetrics labels
        ? ofLabels(measure, labels)
        : ofClasses(measure, (ClassMetrics) metrics);
  }

  private static MetricValue ofClasses(Measure measure, ClassMetrics metrics) {
    ClassDetails details = metrics.details().orElseThrow();
    ClassificationMetrics figures = details.metrics();
    return switch (measure) {
      case COST_AND_ERROR -> costAndError(metrics, figures.accuracy());
      case LOG_LOSS -> figures.logLoss();
      case BRIER_SCORE -> figures.brierScore();
      case CALIBRATION_ERROR -> figures.calibrationError();
      case ROC_AUC -> details.rankings().orElseThrow().area(details.positive());
      case AVERAGE_PRECISION ->
          details.rankings().orElseThrow().averagePrecision(details.positive());
      default ->
          ofChoices(measure, figures.confusion(), details.positive())
              .orElseThrow(() -> notOf(measure, "classes"));
    };
  }

  /**
   * The value of a measure that depends on the chosen classes alone; empty for others.
   *
   * @param positive the positive class of two; −1 for more
   */
  static Optional<MetricValue> ofChoices(Measure measure, ConfusionTable table, int positive) {
    PrecisionRecallF1 scores = positive >= 0 ? table.scores(positive) : table.macroAverage();
    return Optional.ofNullable(
        switch (measure) {
          case ACCURACY -> table.accuracy();
          case BALANCED_ACCURACY -> table.balancedAccuracy();
          case F1 -> scores.f1();
          case PRECISION -> scores.precision();
          case RECALL -> scores.recall();
          case MATTHEWS_CORRELATION -> table.matthewsCorrelation();
          default -> null;
        });
  }

  private static MetricValue ofLabels(Measure measure, LabelsMetrics metrics) {
    LabelMetrics figures = metrics.metrics();
    return switch (measure) {
      case ACCURACY -> figures.subsetAccuracy();
      case COST_AND_ERROR -> costAndError(metrics, figures.subsetAccuracy());
      case HAMMING_LOSS -> figures.hammingLoss();
      case F1 -> figures.microAverage().f1();
      case PRECISION -> figures.microAverage().precision();
      case RECALL -> figures.microAverage().recall();
      case LOG_LOSS -> figures.meanLogLoss();
      case BRIER_SCORE -> figures.meanBrierScore();
      case ROC_AUC -> new OneAgainstRest(metrics.rankings().orElseThrow().once()).macroRocAuc();
      case AVERAGE_PRECISION ->
          new OneAgainstRest(metrics.rankings().orElseThrow().once()).macroAveragePrecision();
      default -> throw notOf(measure, "labels");
    };
  }

  private static MetricValue ofNumbers(Measure measure, NumberMetrics metrics) {
    OutputMetrics figures = metrics.metrics().average();
    return switch (measure) {
      case RMSE -> figures.rootMeanSquaredError();
      case MAE -> figures.meanAbsoluteError();
      case MEDIAN_ERROR -> metrics.medians().orElseThrow().mean();
      case R2 -> figures.r2();
      case POISSON_DEVIANCE -> figures.meanPoissonDeviance();
      case PINBALL_LOSS -> figures.meanPinballLoss();
      default -> throw notOf(measure, "numbers");
    };
  }

  private static MetricValue costAndError(Metrics metrics, MetricValue accuracy) {
    return accuracy.isDefined()
        ? MetricValue.of(metrics.meanCost() + (1 - accuracy.number()) / 2)
        : accuracy;
  }

  private static IllegalArgumentException notOf(Measure measure, String targets) {
    return new IllegalArgumentException(
        measure.configurationName() + " does not measure " + targets);
  }

  /** The metric that is resampled for intervals of a measure; empty if there is none. */
  static Optional<BootstrapMetric> resampled(Measure measure, Metrics metrics) {
    return Optional.ofNullable(
        switch (measure) {
          case ACCURACY ->
              metrics instanceof LabelsMetrics
                  ? BootstrapMetric.SUBSET_ACCURACY
                  : BootstrapMetric.ACCURACY;
          case BALANCED_ACCURACY -> BootstrapMetric.BALANCED_ACCURACY;
          case F1 -> f1(metrics);
          case PRECISION -> isOfTwo(metrics) ? BootstrapMetric.PRECISION : null;
          case RECALL -> isOfTwo(metrics) ? BootstrapMetric.RECALL : null;
          case LOG_LOSS -> metrics instanceof ClassMetrics ? BootstrapMetric.LOG_LOSS : null;
          case BRIER_SCORE -> metrics instanceof ClassMetrics ? BootstrapMetric.BRIER_SCORE : null;
          case CALIBRATION_ERROR -> BootstrapMetric.EXPECTED_CALIBRATION_ERROR;
          case MATTHEWS_CORRELATION -> BootstrapMetric.MATTHEWS_CORRELATION;
          case ROC_AUC -> BootstrapMetric.ROC_AUC;
          case AVERAGE_PRECISION -> BootstrapMetric.AVERAGE_PRECISION;
          case HAMMING_LOSS -> BootstrapMetric.HAMMING_LOSS;
          case RMSE -> BootstrapMetric.ROOT_MEAN_SQUARED_ERROR;
          case MAE -> BootstrapMetric.MEAN_ABSOLUTE_ERROR;
          case MEDIAN_ERROR -> BootstrapMetric.MEDIAN_ABSOLUTE_ERROR;
          case R2 -> BootstrapMetric.R2;
          case POISSON_DEVIANCE -> BootstrapMetric.MEAN_POISSON_DEVIANCE;
          case PINBALL_LOSS -> BootstrapMetric.MEAN_PINBALL_LOSS;
          case COST, COST_AND_ERROR -> null;
        });
  }

  private static BootstrapMetric f1(Metrics metrics) {
    if (metrics instanceof LabelsMetrics) {
      return BootstrapMetric.MICRO_F1;
    }
    return isOfTwo(metrics) ? BootstrapMetric.F1 : BootstrapMetric.MACRO_F1;
  }

  private static boolean isOfTwo(Metrics metrics) {
    return metrics instanceof ClassMetrics classes
        && classes.details().orElseThrow().positive() >= 0;
  }
}
