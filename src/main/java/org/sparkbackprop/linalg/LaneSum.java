package org.sparkbackprop.linalg;

/**
 * Sums of numbers in a fixed order that processors like: eight running sums, each of every eighth
 * number, then those of neighbours. No addition waits for the one before it, and the same numbers
 * give the same bits everywhere.
 */
public final class LaneSum {

  private static final int LANES = 8;

  private LaneSum() {}

  /** The sum of so many numbers from a place on. */
  public static double of(double[] values, int offset, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int end = offset + length;
    int i = offset;
    for (; i <= end - LANES; i += LANES) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
      s4 += values[i + 4];
      s5 += values[i + 5];
      s6 += values[i + 6];
      s7 += values[i + 7];
    }
    double rest = 0;
    for (; i < end; i++) {
      rest += values[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }

  /** The sum of floats, as a float. */
  static float of(float[] values, int offset, int length) {
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
    for (; i <= end - LANES; i += LANES) {
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
