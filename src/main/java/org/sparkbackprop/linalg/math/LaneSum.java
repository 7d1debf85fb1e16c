package org.sparkbackprop.linalg.math;

/**
 * Sums in a fixed order that suits processors: running sums, each of every 16th or 8th number,
 * which are then added up. No addition waits for the one before it, and the same numbers give the
 * same bits everywhere, with vectors of any size.
 */
public final class LaneSum {

  private static final int FLOAT_LANES = 8;

  private static final ThreadLocal<double[]> LANES =
      ThreadLocal.withInitial(() -> new double[ArrayFunctions.LANES]);

  private LaneSum() {}

  /** The sum of numbers. */
  public static double of(double[] values, int offset, int length) {
    double[] lanes = LANES.get();
    ArrayFunctions.chosen().sum(length, values, offset, lanes);
    return folded(lanes);
  }

  /** Σ x_i y_i. */
  public static double ofProducts(int length, double[] x, int offsetX, double[] y, int offsetY) {
    double[] lanes = LANES.get();
    ArrayFunctions.chosen().sumProducts(length, x, offsetX, y, offsetY, lanes);
    return folded(lanes);
  }

  /** Adds the upper half to the lower one until one sum is left. */
  private static double folded(double[] lanes) {
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[half + lane];
      }
    }
    return lanes[0];
  }

  /** The sum of floats. */
  public static float of(float[] values, int offset, int length) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int end = offset + length;
    int i = offset;
    for (; i <= end - FLOAT_LANES; i += FLOAT_LANES) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
      s4 += values[i + 4];
      s5 += values[i + 5];
      s6 += values[i + 6];
      s7 += values[i + 7];
    }
    float rest = 0;
    for (; i < end; i++) {
      rest += values[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }
}
