package org.sparkbackprop.metrics;

import java.io.Serializable;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.NumericTargets;

/**
 * Turns standardised numbers back to the units of their columns.
 *
 * @param target numbers
 * @param loss of the network
 */
public record TargetUnits(Target target, LossFunction loss) implements Serializable {

  /** Number of predictions of a row. */
  public int predictions() {
    return loss.outputs(target.size());
  }

  /**
   * Predictions row by row, (rows × predictions).
   *
   * @param predicted of the network, (rows × predictions); not modified
   */
  public double[] rowByRow(DoubleMatrix predicted) {
    double[] values = new double[predicted.rows() * predicted.columns()];
    for (int k = 0; k < predicted.columns(); k++) {
      int column = target.columnOf(k, loss);
      for (int i = 0; i < predicted.rows(); i++) {
        values[i * predicted.columns() + k] = target.restore(column, predicted.element(i, k));
      }
    }
    return values;
  }

  /** The target of each prediction row by row, (rows × predictions). */
  public double[] rowByRow(NumericTargets targets) {
    double[] values = new double[targets.size() * predictions()];
    for (int i = 0; i < values.length; i++) {
      int column = target.columnOf(i % predictions(), loss);
      values[i] = target.restore(column, targets.value(i / predictions(), column));
    }
    return values;
  }

  /** The predictions as a matrix, (rows × predictions). */
  DoubleMatrix matrix(DoubleMatrix predicted) {
    DoubleMatrix values = DoubleMatrix.zeros(predicted.rows(), predicted.columns());
    values.set(predicted);
    for (int k = 0; k < values.columns(); k++) {
      int column = target.columnOf(k, loss);
      int first = values.place(0, k);
      for (int i = first; i < first + values.rows(); i++) {
        values.array()[i] = target.restore(column, values.array()[i]);
      }
    }
    return values;
  }
}
