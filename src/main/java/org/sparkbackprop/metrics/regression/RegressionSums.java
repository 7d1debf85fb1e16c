package org.sparkbackprop.metrics.regression;

import java.util.Arrays;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.sums.CompensatedSums;
import org.sparkbackprop.metrics.sums.DoubleDouble;
import org.sparkbackprop.metrics.sums.RowSums;
import org.sparkbackprop.metrics.sums.RowWeights;
import org.sparkbackprop.metrics.sums.WeightedSums;
import org.sparkbackprop.metrics.sums.Weighting;

/** The sums over rows from which {@link RegressionMetrics} are read off. */
public final class RegressionSums implements RowSums<RegressionRows, RegressionSums> {

  private static final long serialVersionUID = 1;

  private static final double[] NO_QUANTILES = {};

  private static final int TOTAL = 0;
  private static final int OUTPUTS = 1;

  /** Of each output: sums, and two moments each of targets and errors. */
  static final int SQUARES = 0;

  static final int ABSOLUTES = 1;
  static final int DEVIANCES = 2;
  static final int NEGATIVE_TARGETS = 3;
  static final int PREDICTIONS_NOT_POSITIVE = 4;
  static final int PERCENTAGES = 5;
  static final int PINBALLS = 6;
  static final int TARGETS = 7;
  static final int ERRORS = 9;
  private static final int WIDTH = 11;

  private final int outputs;
  private final double[] quantiles;
  private final WeightedSums sums;
  private final Extremes unweightedExtremes;
  private final Extremes weightedExtremes;

  /** Target and error of a row of the first block, about which moments are taken; empty before. */
  private double[] targetCenters = {};

  private double[] errorCenters = {};

  /** The sums of no rows, without pinball losses. */
  public RegressionSums(int outputs) {
    this(outputs, NO_QUANTILES);
  }

  /**
   * The sums of no rows.
   *
   * @param quantiles one per output, between 0 and 1: which quantile of the target it predicts, for
   *     the pinball loss
   * @throws IllegalArgumentException if a quantile is not within its range
   */
  public RegressionSums(double[] quantiles) {
    this(quantiles.length, quantiles.clone());
    for (double quantile : quantiles) {
      if (!(quantile >= 0 && quantile <= 1)) {
        throw new IllegalArgumentException("the quantile " + quantile + " is not between 0 and 1");
      }
    }
  }

  private RegressionSums(int outputs, double[] quantiles) {
    this.outputs = outputs;
    this.quantiles = quantiles;
    sums = new WeightedSums(OUTPUTS + WIDTH * outputs);
    unweightedExtremes = new Extremes(outputs);
    weightedExtremes = new Extremes(outputs);
  }

  /**
   * Adds the rows of a block.
   *
   * @param predicted (rows × outputs), in the units of the targets
   * @param targets row by row
   * @param weights finite numbers from 0 on, one per row; empty if each row counts once
   * @throws IllegalArgumentException if the shapes differ
   * @throws org.sparkbackprop.error.DataException if a number is not finite
   */
  public void add(DoubleMatrix predicted, double[] targets, double[] weights) {
    RowWeights factors = RowWeights.once(predicted.rows(), weights);
    add(new RegressionRows(predicted, targets, quantiles), factors);
  }

  @Override
  public void add(RegressionRows rows, RowWeights weights) {
    requireSame(rows.outputs, rows.quantiles);
    if (rows.size() == 0) {
      return;
    }
    if (targetCenters.length == 0) {
      int from = outputs * firstThatCounts(weights.weights());
      targetCenters = Arrays.copyOfRange(rows.targets, from, from + outputs);
      errorCenters = Arrays.copyOfRange(rows.errors, from, from + outputs);
    }
    sums.add(weights, (to, factors) -> addTo(to, rows, factors));
    unweightedExtremes.add(rows, weights.counts());
    weightedExtremes.add(rows, weights.weights());
  }

  /** If the row counts and is far from the others, the variance is large, and exact. */
  private static int firstThatCounts(double[] weights) {
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        return i;
      }
    }
    return 0;
  }

  private void addTo(CompensatedSums to, RegressionRows rows, double[] factors) {
    for (int i = 0; i < factors.length; i++) {
      double factor = factors[i];
      if (factor == 0) {
        continue;
      }
      to.add(TOTAL, factor);
      for (int j = 0; j < outputs; j++) {
        addNumber(to, OUTPUTS + WIDTH * j, factor, rows, i * outputs + j, j);
      }
    }
  }

  private void addNumber(
      CompensatedSums to, int sum, double factor, RegressionRows rows, int at, int output) {
    double error = rows.errors[at];
    to.addProduct(sum + SQUARES, factor, error * error);
    to.addProduct(sum + ABSOLUTES, factor, Math.abs(error));
    to.addProduct(sum + DEVIANCES, factor, rows.deviances[at]);
    to.addProduct(sum + PERCENTAGES, factor, rows.percentages[at]);
    if (rows.targets[at] < 0) {
      to.add(sum + NEGATIVE_TARGETS, factor);
    }
    if (rows.predicted[at] <= 0) {
      to.add(sum + PREDICTIONS_NOT_POSITIVE, factor);
    }
    if (rows.pinballs.length > 0) {
      to.addProduct(sum + PINBALLS, factor, rows.pinballs[at]);
    }
    ShiftedMoments.add(to, sum + TARGETS, factor, rows.targets[at], targetCenters[output]);
    ShiftedMoments.add(to, sum + ERRORS, factor, error, errorCenters[output]);
  }

  @Override
  public RegressionSums merge(RegressionSums other) {
    requireSame(other.outputs, other.quantiles);
    if (other.targetCenters.length == 0) {
      return this;
    }
    if (targetCenters.length == 0) {
      targetCenters = other.targetCenters;
      errorCenters = other.errorCenters;
    }
    sums.merge(other.sums, (to, from) -> mergeView(to, from, other));
    unweightedExtremes.merge(other.unweightedExtremes);
    weightedExtremes.merge(other.weightedExtremes);
    return this;
  }

  private void requireSame(int otherOutputs, double[] otherQuantiles) {
    if (outputs != otherOutputs || !Arrays.equals(quantiles, otherQuantiles)) {
      throw new IllegalArgumentException(
          "sums of %s and %s outputs, or of other quantiles, cannot be merged"
              .formatted(outputs, otherOutputs));
    }
  }

  private void mergeView(CompensatedSums to, CompensatedSums from, RegressionSums other) {
    DoubleDouble total = from.exact(TOTAL);
    to.add(TOTAL, total);
    for (int j = 0; j < outputs; j++) {
      int sum = OUTPUTS + WIDTH * j;
      for (int at = sum; at < sum + TARGETS; at++) {
        to.add(at, from.exact(at));
      }
      double target = other.targetCenters[j];
      double error = other.errorCenters[j];
      ShiftedMoments.merge(to, sum + TARGETS, targetCenters[j], from, total, target);
      ShiftedMoments.merge(to, sum + ERRORS, errorCenters[j], from, total, error);
    }
  }

  /** Number of outputs. */
  public int outputs() {
    return outputs;
  }

  /** Whether there are quantiles for the pinball loss. */
  public boolean hasQuantiles() {
    return quantiles.length > 0;
  }

  /** Which quantile an output predicts. */
  public double quantile(int output) {
    return quantiles[output];
  }

  /** Which quantile each output predicts, copied; empty if there are none. */
  public double[] quantiles() {
    return quantiles.clone();
  }

  double total(Weighting weighting) {
    return sums.view(weighting).value(TOTAL);
  }

  double sum(int output, int sum, Weighting weighting) {
    return sums.view(weighting).value(OUTPUTS + WIDTH * output + sum);
  }

  double meanError(int output, Weighting weighting) {
    CompensatedSums view = sums.view(weighting);
    int at = OUTPUTS + WIDTH * output + ERRORS;
    return ShiftedMoments.mean(view, at, view.exact(TOTAL), errorCenters[output]);
  }

  /**
   * Σ w (x − mean)².
   *
   * @param moments {@link #TARGETS} or {@link #ERRORS}
   */
  double squaresAboutMean(int output, int moments, Weighting weighting) {
    CompensatedSums view = sums.view(weighting);
    int at = OUTPUTS + WIDTH * output + moments;
    return ShiftedMoments.squaresAboutMean(view, at, view.exact(TOTAL));
  }

  Extremes extremes(Weighting weighting) {
    return weighting == Weighting.UNWEIGHTED ? unweightedExtremes : weightedExtremes;
  }
}
