package org.sparkbackprop.report;

import java.util.List;

/**
 * Numbers that were predicted for a sample of rows, in the units of their columns.
 *
 * @param quantiles that are predicted of each column, in order; empty if one number is
 * @param columns predictions of a row
 * @param predicted row by row, (rows × columns)
 * @param targets the true number of each prediction, (rows × columns)
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record PredictedNumbers(
    List<Double> quantiles, int columns, double[] predicted, double[] targets) {

  /** The largest number of rows that are drawn. */
  public static final int MAX_ROWS = 2000;

  /** Copies the list. */
  public PredictedNumbers {
    quantiles = List.copyOf(quantiles);
  }

  int rows() {
    return predicted.length / columns;
  }

  double predicted(int row, int column) {
    return predicted[row * columns + column];
  }

  double target(int row, int column) {
    return targets[row * columns + column];
  }

  /** The share of rows whose number is at most the predicted one. */
  double shareBelow(int column) {
    int below = 0;
    for (int row = 0; row < rows(); row++) {
      below += target(row, column) <= predicted(row, column) ? 1 : 0;
    }
    return (double) below / rows();
  }
}
