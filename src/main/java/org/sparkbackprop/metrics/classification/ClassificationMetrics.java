package org.sparkbackprop.metrics.classification;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparkbackprop.metrics.sums.MetricFields;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;

/**
 * The metrics of predicted classes, in one of two views: each row once, or by weight.
 *
 * @param classNames in the order of the classes
 * @param setup what was measured
 * @param confusion the rows of each label predicted as each class
 * @param probabilities the sums of log-loss, Brier score, top-k accuracy and calibration
 */
public record ClassificationMetrics(
    List<String> classNames,
    ClassificationSetup setup,
    ConfusionTable confusion,
    ProbabilitySums probabilities) {

  /**
   * The metrics of a view of sums.
   *
   * @throws IllegalArgumentException if there is not one name per class
   */
  public static ClassificationMetrics of(
      List<String> classNames, ClassificationSums sums, Weighting weighting) {
    if (classNames.size() != sums.setup().classes()) {
      throw new IllegalArgumentException(
          "%s classes have %s names".formatted(sums.setup().classes(), classNames.size()));
    }
    return new ClassificationMetrics(
        classNames, sums.setup(), sums.confusion(weighting), sums.probabilities());
  }

  private Weighting weighting() {
    return confusion.weighting();
  }

  public MetricValue accuracy() {
    return confusion.accuracy();
  }

  public MetricValue balancedAccuracy() {
    return confusion.balancedAccuracy();
  }

  public MetricValue matthewsCorrelation() {
    return confusion.matthewsCorrelation();
  }

  /** See {@link ProbabilitySums#logLoss}. */
  public MetricValue logLoss() {
    return probabilities.logLoss(weighting());
  }

  /** See {@link ProbabilitySums#brierScore}. */
  public MetricValue brierScore() {
    return probabilities.brierScore(weighting());
  }

  /** See {@link ProbabilitySums#topAccuracy}. */
  public MetricValue topAccuracy(int k) {
    return probabilities.topAccuracy(k, weighting());
  }

  /** See {@link ProbabilitySums#calibrationError}. */
  public MetricValue calibrationError() {
    return probabilities.calibrationError(weighting());
  }

  /** See {@link ProbabilitySums#calibrationBins}. */
  public List<CalibrationBin> calibrationBins() {
    return probabilities.calibrationBins(weighting());
  }

  /** See {@link ProbabilitySums#reliabilityCurve}. */
  public List<CalibrationBin> reliabilityCurve() {
    return probabilities.reliabilityCurve(weighting());
  }

  /**
   * Hits and errors of the positive class.
   *
   * @throws IllegalStateException if there are not two classes
   */
  public BinaryCounts binaryCounts() {
    return confusion.binaryCounts(setup.rule().positiveClass());
  }

  /** The fields for {@code metrics.json}; what is undefined is null, with its reason at the end. */
  public Map<String, Object> fields() {
    MetricFields fields = new MetricFields();
    fields.put(weighting().amountName(), weighting().amount(confusion.total()));
    fields.putMetric("accuracy", accuracy());
    fields.putMetric("balanced_accuracy", balancedAccuracy());
    fields.putMetric("matthews_correlation", matthewsCorrelation());
    fields.putObject("macro_average", confusion.macroAverage().putInto(new MetricFields()));
    fields.putObject("weighted_average", confusion.weightedAverage().putInto(new MetricFields()));
    fields.putMetric("log_loss", logLoss());
    fields.putMetric("brier_score", brierScore());
    if (!setup.topSizes().isEmpty()) {
      MetricFields top = new MetricFields();
      setup.topSizes().forEach(k -> top.putMetric(Integer.toString(k), topAccuracy(k)));
      fields.putObject("top_k_accuracy", top);
    }
    if (setup.isBinary()) {
      putPositive(fields);
    }
    fields.put("classes", classNames);
    fields.put(
        "confusion_matrix", IntStream.range(0, setup.classes()).mapToObj(this::row).toList());
    fields.putObjects(
        "per_class", IntStream.range(0, setup.classes()).mapToObj(this::perClass).toList());
    fields.putMetric("expected_calibration_error", calibrationError());
    fields.putObjects("calibration", fields(calibrationBins()));
    return fields.asMap();
  }

  private void putPositive(MetricFields fields) {
    BinaryCounts counts = binaryCounts();
    fields.put("positive_class", classNames.get(setup.rule().positiveClass()));
    if (setup.rule().kind() == DecisionRule.Kind.THRESHOLD) {
      fields.put("threshold", setup.rule().threshold());
    }
    fields.put("true_positives", weighting().amount(counts.truePositives()));
    fields.put("false_positives", weighting().amount(counts.falsePositives()));
    fields.put("false_negatives", weighting().amount(counts.falseNegatives()));
    fields.put("true_negatives", weighting().amount(counts.trueNegatives()));
    fields.putObjects("reliability_curve", fields(reliabilityCurve()));
  }

  private List<MetricFields> fields(List<CalibrationBin> bins) {
    return bins.stream().map(bin -> bin.fields(weighting())).toList();
  }

  private List<Number> row(int label) {
    return IntStream.range(0, setup.classes())
        .mapToObj(k -> weighting().amount(confusion.cell(label, k)))
        .toList();
  }

  private MetricFields perClass(int k) {
    MetricFields fields = new MetricFields().put("class", classNames.get(k));
    fields.put("support", weighting().amount(confusion.support(k)));
    fields.put("predicted", weighting().amount(confusion.predicted(k)));
    return confusion.scores(k).putInto(fields);
  }
}
