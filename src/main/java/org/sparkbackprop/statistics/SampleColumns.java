package org.sparkbackprop.statistics;

import java.util.Arrays;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.SparseBlock;

/**
 * The values of a sample of rows, feature by feature.
 *
 * @param starts of the values of each feature, and the end of the last
 * @param values all, or those that are not 0
 */
record SampleColumns(int rows, int[] starts, double[] values) {

  static SampleColumns of(Block sample) {
    if (sample instanceof SparseBlock sparse) {
      return of(sparse);
    }
    DoubleMatrix numbers = (DoubleMatrix) sample.byColumns().in(new MatrixBuffer(Precision.DOUBLE));
    int[] starts = new int[sample.columns() + 1];
    Arrays.setAll(starts, feature -> numbers.place(0, feature));
    return new SampleColumns(sample.rows(), starts, numbers.array());
  }

  private static SampleColumns of(SparseBlock sample) {
    int[] starts = new int[sample.columns() + 1];
    sample.forEachStored((feature, value) -> starts[feature + 1]++);
    Arrays.parallelPrefix(starts, Integer::sum);
    double[] values = new double[sample.nonZeros()];
    int[] next = starts.clone();
    sample.forEachStored((feature, value) -> values[next[feature]++] = value);
    return new SampleColumns(sample.rows(), starts, values);
  }

  /** All values of a feature, zeros included, ascending. */
  double[] sorted(int feature) {
    double[] column = new double[rows];
    int stored = starts[feature + 1] - starts[feature];
    System.arraycopy(values, starts[feature], column, 0, stored);
    Arrays.sort(column);
    return column;
  }
}
