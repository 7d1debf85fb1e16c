package org.sparkbackprop.metrics.classification;

import java.util.Arrays;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.sums.CompensatedSums;
import org.sparkbackprop.metrics.sums.RowSums;
import org.sparkbackprop.metrics.sums.RowWeights;
import org.sparkbackprop.metrics.sums.WeightedSums;
import org.sparkbackprop.metrics.sums.Weighting;

/** The sums over rows, each of which may have several labels, for {@link LabelMetrics}. */
public final class LabelSums implements RowSums<LabelRows, LabelSums> {

  private static final long serialVersionUID = 1;

  static final double USUAL_THRESHOLD = 0.5;

  static final int TOTAL = 0;
  static final int EXACT = 1;
  static final int PRECISIONS = 2;
  static final int RECALLS = 3;
  static final int F1S = 4;
  static final int JACCARDS = 5;
  private static final int LABELS = 6;

  /** Of each label: a count for each outcome as {@link LabelRows} numbers them, and two sums. */
  static final int LOG_LOSS = 4;

  static final int SQUARES = 5;
  private static final int WIDTH = 6;

  private final double[] thresholds;
  private final WeightedSums sums;

  /** The sums of no rows, for labels that are predicted from a probability of 0.5 on. */
  public LabelSums(int labels) {
    this(usualThresholds(labels));
  }

  /**
   * The sums of no rows.
   *
   * @param thresholds one per label; a label is predicted if its probability is at least that
   */
  public LabelSums(double[] thresholds) {
    this.thresholds = thresholds.clone();
    sums = new WeightedSums(LABELS + WIDTH * thresholds.length);
  }

  private static double[] usualThresholds(int labels) {
    double[] thresholds = new double[labels];
    Arrays.fill(thresholds, USUAL_THRESHOLD);
    return thresholds;
  }

  /**
   * Adds the rows of a block.
   *
   * @param probabilities (rows × labels)
   * @param targets 1 if the row has the label and 0 if not, row by row
   * @param weights finite numbers from 0 on, one per row; empty if each row counts once
   * @throws IllegalArgumentException if the shapes differ, or a target is neither 0 nor 1
   * @throws org.sparkbackprop.error.DataException if a probability is not finite
   */
  public void add(DoubleMatrix probabilities, double[] targets, double[] weights) {
    RowWeights factors = RowWeights.once(probabilities.rows(), weights);
    add(new LabelRows(thresholds, probabilities, targets), factors);
  }

  @Override
  public void add(LabelRows rows, RowWeights weights) {
    requireSame(rows.thresholds);
    sums.add(weights, (to, factors) -> addTo(to, rows, factors));
  }

  private void addTo(CompensatedSums to, LabelRows rows, double[] factors) {
    int labels = thresholds.length;
    int[] outcomes = new int[4];
    for (int i = 0; i < factors.length; i++) {
      double factor = factors[i];
      if (factor == 0) {
        continue;
      }
      Arrays.fill(outcomes, 0);
      for (int j = 0; j < labels; j++) {
        int at = i * labels + j;
        int sum = LABELS + WIDTH * j;
        outcomes[rows.outcomes[at]]++;
        to.add(sum + rows.outcomes[at], factor);
        to.addProduct(sum + LOG_LOSS, factor, rows.logLosses[at]);
        to.addProduct(sum + SQUARES, factor, rows.squares[at]);
      }
      addRow(to, factor, outcomes);
    }
  }

  private static void addRow(CompensatedSums to, double factor, int[] outcomes) {
    double hits = outcomes[3];
    double predicted = hits + outcomes[1];
    double labelled = hits + outcomes[2];
    to.add(TOTAL, factor);
    if (predicted == hits && labelled == hits) {
      to.add(EXACT, factor);
    }
    if (hits > 0) { // else all four are 0
      to.addProduct(PRECISIONS, factor, hits / predicted);
      to.addProduct(RECALLS, factor, hits / labelled);
      to.addProduct(F1S, factor, 2 * hits / (predicted + labelled));
      to.addProduct(JACCARDS, factor, hits / (predicted + labelled - hits));
    }
  }

  @Override
  public LabelSums merge(LabelSums other) {
    requireSame(other.thresholds);
    sums.merge(other.sums);
    return this;
  }

  private void requireSame(double[] others) {
    if (!Arrays.equals(thresholds, others)) {
      throw new IllegalArgumentException(
          "sums with the thresholds %s and %s cannot be merged"
              .formatted(Arrays.toString(thresholds), Arrays.toString(others)));
    }
  }

  /** Number of labels. */
  public int labels() {
    return thresholds.length;
  }

  /** From which probability on a label is predicted. */
  public double threshold(int label) {
    return thresholds[label];
  }

  /** From which probability on each label is predicted, copied. */
  public double[] thresholds() {
    return thresholds.clone();
  }

  double ofRows(int sum, Weighting weighting) {
    return sums.view(weighting).value(sum);
  }

  double ofLabel(int label, int sum, Weighting weighting) {
    return sums.view(weighting).value(LABELS + WIDTH * label + sum);
  }

  BinaryCounts counts(int label, Weighting weighting) {
    return new BinaryCounts(
        ofLabel(label, 3, weighting),
        ofLabel(label, 1, weighting),
        ofLabel(label, 2, weighting),
        ofLabel(label, 0, weighting));
  }
}
