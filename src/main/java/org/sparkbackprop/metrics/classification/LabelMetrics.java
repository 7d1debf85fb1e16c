package org.sparkbackprop.metrics.classification;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparkbackprop.metrics.sums.MetricFields;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;

/**
 * The metrics of predicted labels of rows that may have several, in one of two views: each row
 * once, or by weight.
 *
 * @param labelNames in the order of the labels
 * @param sums over the rows
 * @param weighting the view
 */
public record LabelMetrics(List<String> labelNames, LabelSums sums, Weighting weighting) {

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if there is not one name per label
   */
  public LabelMetrics {
    if (labelNames.size() != sums.labels()) {
      throw new IllegalArgumentException(
          "%s labels have %s names".formatted(sums.labels(), labelNames.size()));
    }
  }

  /** Number or weight of all rows. */
  public double total() {
    return sums.ofRows(LabelSums.TOTAL, weighting);
  }

  private MetricValue meanOfRows(int sum) {
    return MetricValue.ratio(sums.ofRows(sum, weighting), total(), weighting.nothing());
  }

  /** Share of the rows whose labels are all predicted, and no others. */
  public MetricValue subsetAccuracy() {
    return meanOfRows(LabelSums.EXACT);
  }

  /** Share of wrong predictions among those of all rows and labels. */
  public MetricValue hammingLoss() {
    BinaryCounts all = allLabels();
    return MetricValue.ratio(
        all.falsePositives() + all.falseNegatives(), total() * sums.labels(), weighting.nothing());
  }

  /** Mean over rows of |labelled ∩ predicted| / |labelled ∪ predicted|; 0 if both are empty. */
  public MetricValue jaccard() {
    return meanOfRows(LabelSums.JACCARDS);
  }

  /** The outcomes of a label. */
  public BinaryCounts counts(int label) {
    return sums.counts(label, weighting);
  }

  private BinaryCounts allLabels() {
    return IntStream.range(0, sums.labels())
        .mapToObj(this::counts)
        .reduce(new BinaryCounts(0, 0, 0, 0), BinaryCounts::plus);
  }

  /** Precision, recall and F1 of a label. */
  public PrecisionRecallF1 scores(int label) {
    return scores(counts(label));
  }

  private PrecisionRecallF1 scores(BinaryCounts counts) {
    return PrecisionRecallF1.of(
        counts.truePositives(), counts.predicted(), counts.support(), weighting);
  }

  /** The scores of all labels' outcomes taken together. */
  public PrecisionRecallF1 microAverage() {
    return scores(allLabels());
  }

  /** The mean over the labels, each once; what is undefined counts as 0. */
  public PrecisionRecallF1 macroAverage() {
    return total() == 0
        ? PrecisionRecallF1.undefined(weighting.nothing())
        : PrecisionRecallF1.mean(sums.labels(), this::scores, j -> 1, weighting.nothing());
  }

  /** The mean over the labels, each by its support; what is undefined counts as 0. */
  public PrecisionRecallF1 weightedAverage() {
    return PrecisionRecallF1.mean(
        sums.labels(),
        this::scores,
        j -> counts(j).support(),
        "no " + weighting.row() + " has a label");
  }

  /** The mean over the rows of each row's scores; what is undefined counts as 0. */
  public PrecisionRecallF1 samplesAverage() {
    return new PrecisionRecallF1(
        meanOfRows(LabelSums.PRECISIONS), meanOfRows(LabelSums.RECALLS), meanOfRows(LabelSums.F1S));
  }

  /** The mean of −log of the probability of what occurred, clipped to 2⁻⁵² … 1 − 2⁻⁵². */
  public MetricValue logLoss(int label) {
    return meanOfLabel(label, LabelSums.LOG_LOSS);
  }

  /** The mean of (y − p)². */
  public MetricValue brierScore(int label) {
    return meanOfLabel(label, LabelSums.SQUARES);
  }

  private MetricValue meanOfLabel(int label, int sum) {
    return MetricValue.ratio(sums.ofLabel(label, sum, weighting), total(), weighting.nothing());
  }

  /** The mean of all labels' log-losses. */
  public MetricValue meanLogLoss() {
    return meanOfLabels(LabelSums.LOG_LOSS);
  }

  /** The mean of all labels' Brier scores. */
  public MetricValue meanBrierScore() {
    return meanOfLabels(LabelSums.SQUARES);
  }

  private MetricValue meanOfLabels(int sum) {
    double all = 0;
    for (int j = 0; j < sums.labels(); j++) {
      all += sums.ofLabel(j, sum, weighting);
    }
    return MetricValue.ratio(all, total() * sums.labels(), weighting.nothing());
  }

  /** The fields for {@code metrics.json}; what is undefined is null, with its reason at the end. */
  public Map<String, Object> fields() {
    return new MetricFields()
        .put(weighting.amountName(), weighting.amount(total()))
        .putMetric("subset_accuracy", subsetAccuracy())
        .putMetric("hamming_loss", hammingLoss())
        .putMetric("jaccard", jaccard())
        .putMetric("log_loss", meanLogLoss())
        .putMetric("brier_score", meanBrierScore())
        .putObject("micro_average", microAverage().putInto(new MetricFields()))
        .putObject("macro_average", macroAverage().putInto(new MetricFields()))
        .putObject("weighted_average", weightedAverage().putInto(new MetricFields()))
        .putObject("samples_average", samplesAverage().putInto(new MetricFields()))
        .put("labels", labelNames)
        .putObjects(
            "per_label", IntStream.range(0, sums.labels()).mapToObj(this::perLabel).toList())
        .asMap();
  }

  private MetricFields perLabel(int label) {
    BinaryCounts counts = counts(label);
    MetricFields fields =
        new MetricFields()
            .put("label", labelNames.get(label))
            .put("threshold", sums.threshold(label))
            .put("support", weighting.amount(counts.support()))
            .put("true_positives", weighting.amount(counts.truePositives()))
            .put("false_positives", weighting.amount(counts.falsePositives()))
            .put("false_negatives", weighting.amount(counts.falseNegatives()))
            .put("true_negatives", weighting.amount(counts.trueNegatives()));
    scores(label).putInto(fields);
    return fields.putMetric("log_loss", logLoss(label)).putMetric("brier_score", brierScore(label));
  }
}
