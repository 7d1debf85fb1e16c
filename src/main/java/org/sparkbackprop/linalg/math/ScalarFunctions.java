package org.sparkbackprop.linalg.math;

import static org.sparkbackprop.linalg.math.ExpConstants.*;

import java.util.Arrays;

/** Element by element: for JVMs without vectors, and for what does not fill a vector. */
final class ScalarFunctions implements ArrayFunctions {

  static final int BYTE_VALUES = 256;

  private static final double ONE = 1.0;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void sigmoid(double[] values, int offset, int length, double addend) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = ONE / (ONE + exp(-(values[i] + addend)));
    }
  }

  @Override
  public void tanh(double[] values, int offset, int length, double addend) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = tanh(values[i] + addend);
    }
  }

  @Override
  public void sigmoid(float[] values, int offset, int length, float addend) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = 1f / (1f + exp(-(values[i] + addend)));
    }
  }

  @Override
  public void tanh(float[] values, int offset, int length, float addend) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = tanh(values[i] + addend);
    }
  }

  @Override
  public void largestOfRows(
      double[] values,
      int first,
      int stride,
      int rows,
      int columns,
      double[] largest,
      double[] place) {
    largestOfRows(values, first, stride, 0, rows, columns, largest, place);
  }

  static void largestOfRows(
      double[] values,
      int first,
      int stride,
      int from,
      int rows,
      int columns,
      double[] largest,
      double[] place) {
    for (int i = from; i < rows; i++) {
      double max = values[first + i];
      int column = 0;
      for (int k = 1; k < columns; k++) {
        double value = values[first + k * stride + i];
        if (value > max) {
          max = value;
          column = k;
        }
      }
      largest[i] = max;
      place[i] = column;
    }
  }

  @Override
  public void softmaxOfRows(
      double[] values,
      int first,
      int stride,
      int rows,
      int columns,
      double[] largest,
      double[] sums) {
    softmaxOfRows(values, first, stride, 0, rows, columns, largest, sums);
  }

  static void softmaxOfRows(
      double[] values,
      int first,
      int stride,
      int from,
      int rows,
      int columns,
      double[] largest,
      double[] sums) {
    int end = first + columns * stride;
    for (int i = from; i < rows; i++) {
      double sum = 0;
      for (int place = first + i; place < end; place += stride) {
        values[place] = exp(values[place] - largest[i]);
        sum += values[place];
      }
      double reciprocal = ONE / sum;
      for (int place = first + i; place < end; place += stride) {
        values[place] *= reciprocal;
      }
      sums[i] = sum;
    }
  }

  /** A table of the 256 quotients is faster than divisions. */
  @Override
  public void widen(byte[] values, double divisor, double[] target, int offset) {
    double[] quotients = new double[BYTE_VALUES];
    for (int value = 0; value < BYTE_VALUES; value++) {
      quotients[value] = value / divisor;
    }
    for (int i = 0; i < values.length; i++) {
      target[offset + i] = quotients[values[i] & 0xff];
    }
  }

  @Override
  public void widen(byte[] values, double divisor, float[] target, int offset) {
    float[] quotients = new float[BYTE_VALUES];
    for (int value = 0; value < BYTE_VALUES; value++) {
      quotients[value] = value / (float) divisor;
    }
    for (int i = 0; i < values.length; i++) {
      target[offset + i] = quotients[values[i] & 0xff];
    }
  }

  @Override
  public void setToCombination(
      int length, double[] a, int from, int stride, double b0, double b1, double[] c, int to) {
    for (int i = 0; i < length; i++) {
      int place = from + i;
      c[to + i] = Math.fma(a[place + stride], b1, a[place] * b0);
    }
  }

  @Override
  public void setToCombination(
      int length,
      double[] a,
      int from,
      int stride,
      double b0,
      double b1,
      double b2,
      double[] c,
      int to) {
    for (int i = 0; i < length; i++) {
      int place = from + i;
      double ofTwo = Math.fma(a[place + stride], b1, a[place] * b0);
      c[to + i] = Math.fma(a[place + 2 * stride], b2, ofTwo);
    }
  }

  @Override
  public void addScaled(
      int length, double[] a, int offsetA, double factor, double[] c, int offsetC) {
    for (int i = 0; i < length; i++) {
      c[offsetC + i] = Math.fma(a[offsetA + i], factor, c[offsetC + i]);
    }
  }

  @Override
  public void addScaled(int length, float[] a, int offsetA, float factor, float[] c, int offsetC) {
    for (int i = 0; i < length; i++) {
      c[offsetC + i] = Math.fma(a[offsetA + i], factor, c[offsetC + i]);
    }
  }

  @Override
  public void sum(int length, double[] x, int offsetX, double[] lanes) {
    Arrays.fill(lanes, 0);
    add(0, length, x, offsetX, lanes);
  }

  static void add(int from, int length, double[] x, int offsetX, double[] lanes) {
    for (int i = from; i < length; i++) {
      lanes[i & (LANES - 1)] += x[offsetX + i];
    }
  }

  @Override
  public void sumProducts(
      int length, double[] x, int offsetX, double[] y, int offsetY, double[] lanes) {
    Arrays.fill(lanes, 0);
    addProducts(0, length, x, offsetX, y, offsetY, lanes);
  }

  static void addProducts(
      int from, int length, double[] x, int offsetX, double[] y, int offsetY, double[] lanes) {
    for (int i = from; i < length; i++) {
      int lane = i & (LANES - 1);
      lanes[lane] = Math.fma(x[offsetX + i], y[offsetY + i], lanes[lane]);
    }
  }

  static double exp(double x) {
    if (x < MIN_EXPONENT) {
      return 0;
    }
    if (x > LARGEST_EXPONENT) {
      return Double.POSITIVE_INFINITY;
    }
    double shifted = Math.fma(x, LOG2_E, ROUNDER);
    return (ONE + expMinusOne(reduced(x, shifted - ROUNDER))) * powerOfTwo(shifted);
  }

  static double tanh(double a) {
    double x = Math.min(TANH_IS_ONE, Math.abs(a) + Math.abs(a));
    double shifted = Math.fma(x, LOG2_E, ROUNDER);
    double power = powerOfTwo(shifted);
    double e = Math.fma(power, expMinusOne(reduced(x, shifted - ROUNDER)), power - ONE);
    return Math.copySign(e / (e + 2), a);
  }

  /** r = x − n ln 2. */
  private static double reduced(double x, double n) {
    return Math.fma(-n, LN_2_LOW, Math.fma(-n, LN_2_HIGH, x));
  }

  /** p(r) = r + r² q(r). */
  private static double expMinusOne(double r) {
    double q = Math.fma(r, Q9, Q8);
    q = Math.fma(r, q, Q7);
    q = Math.fma(r, q, Q6);
    q = Math.fma(r, q, Q5);
    q = Math.fma(r, q, Q4);
    q = Math.fma(r, q, Q3);
    q = Math.fma(r, q, Q2);
    q = Math.fma(r, q, Q1);
    q = Math.fma(r, q, Q0);
    return Math.fma(r * r, q, r);
  }

  /** 2ⁿ from n + {@link ExpConstants#ROUNDER}. */
  private static double powerOfTwo(double shifted) {
    long bits = Double.doubleToRawLongBits(shifted) << MANTISSA_BITS;
    return Double.longBitsToDouble(bits + Double.doubleToRawLongBits(ONE));
  }

  static float exp(float x) {
    if (x < FLOAT_LEAST_EXPONENT) {
      return 0;
    }
    if (x > FLOAT_LARGEST_EXPONENT) {
      return Float.POSITIVE_INFINITY;
    }
    float shifted = Math.fma(x, FLOAT_LOG2_E, FLOAT_ROUNDER);
    return (1f + expMinusOne(reduced(x, shifted - FLOAT_ROUNDER))) * powerOfTwo(shifted);
  }

  static float tanh(float a) {
    float x = Math.min(FLOAT_TANH_IS_ONE, Math.abs(a) + Math.abs(a));
    float shifted = Math.fma(x, FLOAT_LOG2_E, FLOAT_ROUNDER);
    float power = powerOfTwo(shifted);
    float e = Math.fma(power, expMinusOne(reduced(x, shifted - FLOAT_ROUNDER)), power - 1f);
    return Math.copySign(e / (e + 2f), a);
  }

  private static float reduced(float x, float n) {
    return Math.fma(-n, FLOAT_LN_2_LOW, Math.fma(-n, FLOAT_LN_2_HIGH, x));
  }

  private static float expMinusOne(float r) {
    float q = Math.fma(r, FLOAT_Q4, FLOAT_Q3);
    q = Math.fma(r, q, FLOAT_Q2);
    q = Math.fma(r, q, FLOAT_Q1);
    q = Math.fma(r, q, FLOAT_Q0);
    return Math.fma(r * r, q, r);
  }

  private static float powerOfTwo(float shifted) {
    int bits = Float.floatToRawIntBits(shifted) << FLOAT_MANTISSA_BITS;
    return Float.intBitsToFloat(bits + Float.floatToRawIntBits(1f));
  }
}
