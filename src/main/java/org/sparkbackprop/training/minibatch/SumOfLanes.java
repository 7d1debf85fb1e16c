package org.sparkbackprop.training.minibatch;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.optim.GradientClipping;
import org.sparkbackprop.training.loop.GrowingTreeSum;

/**
 * Adds the gradients of lanes number by number, in double, in the order of {@link GrowingTreeSum}:
 * with the bits of sums that tasks send to the driver. Not thread-safe; each thread has its own.
 */
final class SumOfLanes {

  /** Numbers at a time: those of all lanes stay in the cache. */
  static final int CHUNK = GradientClipping.CHUNK;

  private final double[][] sums;

  /** For this many lanes of all partitions. */
  SumOfLanes(int lanes) {
    sums = new double[lanes][CHUNK];
  }

  /**
   * target ← factor Σ gradients, in a range.
   *
   * @param gradients 1 × parameters each
   */
  void add(Matrix[] gradients, double factor, Matrix target, int from, int until) {
    for (int begin = from; begin < until; begin += CHUNK) {
      int length = Math.min(CHUNK, until - begin);
      for (int lane = 0; lane < gradients.length; lane++) {
        load(gradients[lane], begin, length, sums[lane]);
      }
      addUp(sums, length);
      store(sums[0], factor, target, begin, length);
    }
  }

  private static void load(Matrix gradient, int begin, int length, double[] sum) {
    if (gradient instanceof FloatMatrix floats) {
      float[] values = floats.array();
      for (int i = 0; i < length; i++) {
        sum[i] = values[begin + i];
      }
    } else {
      System.arraycopy(((DoubleMatrix) gradient).array(), begin, sum, 0, length);
    }
  }

  private static void addUp(double[][] sums, int length) {
    for (int width = 1; width < sums.length; width *= 2) {
      for (int left = 0; left + width < sums.length; left += 2 * width) {
        double[] a = sums[left];
        double[] b = sums[left + width];
        for (int i = 0; i < length; i++) {
          a[i] += b[i];
        }
      }
    }
  }

  /** Σ costs in the same order; the array is modified. */
  static double addUp(double[] costs) {
    for (int width = 1; width < costs.length; width *= 2) {
      for (int left = 0; left + width < costs.length; left += 2 * width) {
        costs[left] += costs[left + width];
      }
    }
    return costs[0];
  }

  /** target ← factor sum, rounded to the target's precision. */
  static void store(double[] sum, double factor, Matrix target, int begin, int length) {
    if (target instanceof FloatMatrix floats) {
      float[] values = floats.array();
      for (int i = 0; i < length; i++) {
        values[begin + i] = (float) (factor * sum[i]);
      }
    } else {
      double[] values = ((DoubleMatrix) target).array();
      for (int i = 0; i < length; i++) {
        values[begin + i] = factor * sum[i];
      }
    }
  }
}
