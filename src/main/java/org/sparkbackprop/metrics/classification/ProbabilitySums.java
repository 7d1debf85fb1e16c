package org.sparkbackprop.metrics.classification;

import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.metrics.sums.CompensatedSums;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.RowSums;
import org.sparkbackprop.metrics.sums.RowWeights;
import org.sparkbackprop.metrics.sums.WeightedSums;
import org.sparkbackprop.metrics.sums.Weighting;

/**
 * What probabilities are worth, without the confusion table: some hundred numbers for any number of
 * classes.
 */
public final class ProbabilitySums implements RowSums<ClassifiedRows, ProbabilitySums> {

  private static final long serialVersionUID = 1;

  private static final int TOTAL = 0;
  private static final int LOG_LOSS = 1;
  private static final int SQUARES = 2;
  private static final int TOP = 3;

  private final ClassificationSetup setup;

  /** Where the bins of calibration and of reliability start, three sums each. */
  private final int calibration;

  private final int reliability;
  private final WeightedSums sums;

  /** The sums of no rows. */
  public ProbabilitySums(ClassificationSetup setup) {
    this.setup = setup;
    calibration = TOP + setup.topSizes().size();
    reliability = calibration + 3 * ClassifiedRows.CALIBRATION_BINS.count();
    int end = reliability + (setup.isBinary() ? 3 * ClassifiedRows.RELIABILITY_BINS.count() : 0);
    sums = new WeightedSums(end);
  }

  @Override
  public void add(ClassifiedRows rows, RowWeights weights) {
    requireSame(rows.setup);
    sums.add(weights, (to, factors) -> addTo(to, rows, factors));
  }

  private void addTo(CompensatedSums to, ClassifiedRows rows, double[] factors) {
    int[] topSizes = setup.topSizes().stream().mapToInt(Integer::intValue).toArray();
    for (int i = 0; i < factors.length; i++) {
      double factor = factors[i];
      if (factor == 0) {
        continue;
      }
      to.add(TOTAL, factor);
      to.addProduct(LOG_LOSS, factor, rows.logLosses[i]);
      to.addProduct(SQUARES, factor, rows.squares[i]);
      for (int t = 0; t < topSizes.length; t++) {
        if (rows.ranks[i] < topSizes[t]) {
          to.add(TOP + t, factor);
        }
      }
      double confidence = rows.confidences[i];
      int bin = calibration + 3 * ClassifiedRows.CALIBRATION_BINS.of(confidence);
      addToBin(to, bin, factor, confidence, rows.mostProbable[i] == rows.labels[i] ? factor : 0);
    }
    if (setup.isBinary()) {
      addReliability(to, rows, factors);
    }
  }

  private void addReliability(CompensatedSums to, ClassifiedRows rows, double[] factors) {
    int positive = setup.rule().positiveClass();
    for (int i = 0; i < factors.length; i++) {
      if (factors[i] != 0) {
        double probability = rows.positives[i];
        int bin = reliability + 3 * ClassifiedRows.RELIABILITY_BINS.of(probability);
        double occurred = rows.labels[i] == positive ? factors[i] : 0;
        addToBin(to, bin, factors[i], probability, occurred);
      }
    }
  }

  private static void addToBin(
      CompensatedSums to, int bin, double factor, double probability, double occurred) {
    to.add(bin, factor);
    to.addProduct(bin + 1, factor, probability);
    to.add(bin + 2, occurred);
  }

  @Override
  public ProbabilitySums merge(ProbabilitySums other) {
    requireSame(other.setup);
    sums.merge(other.sums);
    return this;
  }

  private void requireSame(ClassificationSetup other) {
    if (!setup.equals(other)) {
      throw new IllegalArgumentException(
          "sums of %s and %s cannot be merged".formatted(setup, other));
    }
  }

  /** Number or weight of all rows. */
  public double total(Weighting weighting) {
    return sums.view(weighting).value(TOTAL);
  }

  private MetricValue mean(int at, Weighting weighting) {
    return MetricValue.ratio(sums.view(weighting).value(at), total(weighting), weighting.nothing());
  }

  /** The mean of −log p of the label, with p clipped to 2⁻⁵² … 1 − 2⁻⁵². */
  public MetricValue logLoss(Weighting weighting) {
    return mean(LOG_LOSS, weighting);
  }

  /** The mean of Σ_k (y_k − p_k)², halved for two classes: as is customary, from 0 to 1 there. */
  public MetricValue brierScore(Weighting weighting) {
    MetricValue mean = mean(SQUARES, weighting);
    return setup.isBinary() && mean.isDefined() ? MetricValue.of(mean.number() / 2) : mean;
  }

  /**
   * Share of the rows whose label is among the k most probable classes; of equal probabilities the
   * later class comes first.
   *
   * @throws IllegalArgumentException if the setup does not have this k
   */
  public MetricValue topAccuracy(int k, Weighting weighting) {
    int place = setup.topSizes().indexOf(k);
    if (place < 0) {
      throw new IllegalArgumentException("k = " + k + " is not one of " + setup.topSizes());
    }
    return mean(TOP + place, weighting);
  }

  /**
   * How far confidence is from accuracy: the mean of |share correct − mean confidence| over 15 bins
   * of the largest probability, each by its rows (Guo, Pleiss, Sun and Weinberger, On Calibration
   * of Modern Neural Networks, ICML 2017). The prediction is the most probable class, whatever the
   * rule.
   */
  public MetricValue calibrationError(Weighting weighting) {
    double sum = 0;
    for (CalibrationBin bin : calibrationBins(weighting)) {
      sum += bin.amount() * bin.gap();
    }
    return MetricValue.ratio(sum, total(weighting), weighting.nothing());
  }

  /** The bins of {@link #calibrationError} that hold rows: confidence and share correct. */
  public List<CalibrationBin> calibrationBins(Weighting weighting) {
    return bins(ClassifiedRows.CALIBRATION_BINS, calibration, weighting);
  }

  /**
   * Of two classes, the bins of the positive one's probability that hold rows, ten in all: mean
   * probability and share positive. Empty for more classes.
   */
  public List<CalibrationBin> reliabilityCurve(Weighting weighting) {
    return setup.isBinary()
        ? bins(ClassifiedRows.RELIABILITY_BINS, reliability, weighting)
        : List.of();
  }

  private List<CalibrationBin> bins(UniformBins bins, int from, Weighting weighting) {
    CompensatedSums view = sums.view(weighting);
    List<CalibrationBin> filled = new ArrayList<>();
    for (int bin = 0; bin < bins.count(); bin++) {
      int at = from + 3 * bin;
      double amount = view.value(at);
      if (amount > 0) {
        filled.add(
            new CalibrationBin(
                bins.lower(bin),
                bins.upper(bin),
                amount,
                view.value(at + 1) / amount,
                view.value(at + 2) / amount));
      }
    }
    return filled;
  }
}
