package org.sparkbackprop.metrics.classification;

import java.util.Arrays;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.sums.ScoredRows;

/**
 * A block of rows with predicted probabilities and labels: what each row adds to the sums. It is
 * computed once, however many sums it is added to.
 */
public final class ClassifiedRows implements ScoredRows {

  static final UniformBins CALIBRATION_BINS = new UniformBins(15);
  static final UniformBins RELIABILITY_BINS = new UniformBins(10);

  final ClassificationSetup setup;
  final int[] labels;

  /** The class predicted by the rule. */
  final int[] predicted;

  /** The first class with the largest probability, and that probability. */
  final int[] mostProbable;

  final double[] confidences;
  final double[] logLosses;

  /** Σ_k (y_k − p_k)². */
  final double[] squares;

  /** Number of classes before the label in the order of descending probability. */
  final int[] ranks;

  /** Probabilities of the positive class of two; empty for more. */
  final double[] positives;

  /**
   * The rows of a block.
   *
   * @param probabilities (rows × classes)
   * @param labels from 0 to below the number of classes, one per row
   * @throws IllegalArgumentException if the shapes differ, or a label is not a class
   * @throws DataException if a probability is not finite
   */
  public ClassifiedRows(ClassificationSetup setup, DoubleMatrix probabilities, int[] labels) {
    requireShapes(setup, probabilities, labels);
    int rows = labels.length;
    this.setup = setup;
    this.labels = labels;
    mostProbable = new int[rows];
    confidences = new double[rows];
    logLosses = new double[rows];
    squares = new double[rows];
    ranks = new int[rows];
    DoubleMatrix stored = (DoubleMatrix) probabilities.byColumns();
    Arrays.fill(confidences, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < rows; i++) {
      logLosses[i] = stored.array()[stored.place(i, labels[i])];
    }
    for (int k = 0; k < setup.classes(); k++) {
      countClass(k, stored.array(), stored.place(0, k));
    }
    requireFinite();
    for (int i = 0; i < rows; i++) {
      logLosses[i] = LogLoss.of(logLosses[i]);
    }
    int positive = setup.rule().positiveClass();
    positives = setup.isBinary() ? column(stored, positive) : new double[0];
    predicted =
        setup.rule().kind() == DecisionRule.Kind.THRESHOLD
            ? decided(positive, setup.rule().threshold())
            : mostProbable;
  }

  private static void requireShapes(
      ClassificationSetup setup, DoubleMatrix probabilities, int[] labels) {
    if (probabilities.rows() != labels.length || probabilities.columns() != setup.classes()) {
      throw new IllegalArgumentException(
          "%s labels of %s classes have probabilities of shape %s × %s"
              .formatted(
                  labels.length, setup.classes(), probabilities.rows(), probabilities.columns()));
    }
    for (int label : labels) {
      if (label < 0 || label >= setup.classes()) {
        throw new IllegalArgumentException(
            "the label %s is not one of %s classes".formatted(label, setup.classes()));
      }
    }
  }

  /**
   * Takes a class into account, after those before it; until the last, the log-losses hold the
   * labels' probabilities. Of equal probabilities the later class ranks first, as in scikit-learn's
   * {@code top_k_accuracy_score}.
   */
  private void countClass(int k, double[] numbers, int from) {
    for (int i = 0; i < labels.length; i++) {
      double p = numbers[from + i];
      int label = labels[i];
      double error = (label == k ? 1 : 0) - p;
      squares[i] += error * error;
      if (p > confidences[i]) {
        confidences[i] = p;
        mostProbable[i] = k;
      }
      if (p > logLosses[i] || (p == logLosses[i] && k > label)) {
        ranks[i]++;
      }
    }
  }

  private void requireFinite() {
    for (int i = 0; i < squares.length; i++) {
      if (!Double.isFinite(squares[i])) {
        throw new DataException(
            "the probability of a class is not a finite number in a row, whose features are too"
                + " large for the model; correct them");
      }
    }
  }

  private static double[] column(DoubleMatrix stored, int column) {
    int from = stored.place(0, column);
    return Arrays.copyOfRange(stored.array(), from, from + stored.rows());
  }

  private int[] decided(int positive, double threshold) {
    int[] decided = new int[positives.length];
    for (int i = 0; i < decided.length; i++) {
      decided[i] = positives[i] >= threshold ? positive : 1 - positive;
    }
    return decided;
  }

  @Override
  public int size() {
    return labels.length;
  }
}
