package org.sparkbackprop.metrics;

import java.io.Serializable;
import java.util.Arrays;
import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * Checks what models predict for some rows, whatever is true of them: whether a new model is as its
 * training left it after it was written and read again, and whether predictions are numbers at all.
 * Checks of parts add up to that of the whole.
 */
public final class PredictionCheck implements Serializable {

  private static final long serialVersionUID = 1;
  private static final double[] NONE = {};

  private long rows;
  private long notFinite;
  private long changedByWriting;
  private long notFiniteOfChampion;

  /** What is predicted for the first row. */
  private double[] first = NONE;

  private boolean sameForAll = true;

  /**
   * Counts the rows of a block.
   *
   * @param written the challenger's predictions, (rows × predictions), from its files
   * @param trained the same from its training
   * @param served the champion's, (rows × its predictions); null if there is no champion
   */
  public void count(DoubleMatrix written, DoubleMatrix trained, DoubleMatrix served) {
    if (rows == 0 && written.rows() > 0) {
      first = row(written, 0);
    }
    for (int i = 0; i < written.rows(); i++) {
      notFinite += isFinite(written, i) ? 0 : 1;
      changedByWriting += isSame(written, i, trained, i) ? 0 : 1;
      sameForAll = sameForAll && isFirst(written, i);
      notFiniteOfChampion += served == null || isFinite(served, i) ? 0 : 1;
    }
    rows += written.rows();
  }

  private static double[] row(DoubleMatrix y, int row) {
    double[] predictions = new double[y.columns()];
    Arrays.setAll(predictions, k -> y.element(row, k));
    return predictions;
  }

  private static boolean isFinite(DoubleMatrix y, int row) {
    for (int k = 0; k < y.columns(); k++) {
      if (!Double.isFinite(y.element(row, k))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(DoubleMatrix a, int row, DoubleMatrix b, int other) {
    for (int k = 0; k < a.columns(); k++) {
      if (Double.compare(a.element(row, k), b.element(other, k)) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isFirst(DoubleMatrix y, int row) {
    for (int k = 0; k < first.length; k++) {
      if (y.element(row, k) != first[k]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds the other check to this one; the other is not modified.
   *
   * @return this check
   */
  public PredictionCheck add(PredictionCheck other) {
    if (rows == 0) {
      first = other.first;
    }
    sameForAll =
        sameForAll && other.sameForAll && (other.rows == 0 || Arrays.equals(first, other.first));
    rows += other.rows;
    notFinite += other.notFinite;
    changedByWriting += other.changedByWriting;
    notFiniteOfChampion += other.notFiniteOfChampion;
    return this;
  }

  /** Number of rows. */
  public long rows() {
    return rows;
  }

  /** Rows for which the challenger predicts something that is not finite. */
  public long notFinite() {
    return notFinite;
  }

  /** Rows for which the written challenger's bits differ from the trained one's. */
  public long changedByWriting() {
    return changedByWriting;
  }

  /** Rows for which the champion predicts something that is not finite. */
  public long notFiniteOfChampion() {
    return notFiniteOfChampion;
  }

  /** Whether the challenger predicts exactly the same for all of several rows. */
  public boolean isSameForAll() {
    return rows > 1 && sameForAll;
  }
}
