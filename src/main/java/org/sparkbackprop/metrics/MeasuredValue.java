package org.sparkbackprop.metrics;

import org.sparkbackprop.metrics.classification.ClassificationMetrics;
import org.sparkbackprop.metrics.classification.LabelMetrics;
import org.sparkbackprop.metrics.ranking.OneAgainstRest;
import org.sparkbackprop.metrics.regression.OutputMetrics;
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
      case ACCURACY -> figures.accuracy();
      case COST_AND_ERROR -> costAndError(metrics, figures.accuracy());
      case BALANCED_ACCURACY -> figures.balancedAccuracy();
      case F1 ->
          details.positive() >= 0
              ? figures.confusion().scores(details.positive()).f1()
              : figures.confusion().macroAverage().f1();
      case PRECISION ->
          details.positive() >= 0
              ? figures.confusion().scores(details.positive()).precision()
              : figures.confusion().macroAverage().precision();
      case RECALL ->
          details.positive() >= 0
              ? figures.confusion().scores(details.positive()).recall()
              : figures.confusion().macroAverage().recall();
      case LOG_LOSS -> figures.logLoss();
      case BRIER_SCORE -> figures.brierScore();
      case CALIBRATION_ERROR -> figures.calibrationError();
      case MATTHEWS_CORRELATION -> figures.matthewsCorrelation();
      case ROC_AUC -> details.rankings().orElseThrow().area(details.positive());
      case AVERAGE_PRECISION ->
          details.rankings().orElseThrow().averagePrecision(details.positive());
      default -> throw notOf(measure, "classes");
    };
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
}
