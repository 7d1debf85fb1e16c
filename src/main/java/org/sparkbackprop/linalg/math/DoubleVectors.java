package org.sparkbackprop.linalg.math;

import static org.sparkbackprop.linalg.math.ExpConstants.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link VectorFunctions} in double precision, over numbers that fill whole vectors.
 */
final class DoubleVectors {

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final long BITS_OF_ONE = Double.doubleToRawLongBits(1.0);

  private DoubleVectors() {}

  /** v ← 1 / (1 + e^x) of x = −(v + addend). */
  static void sigmoidOfSum(double[] values, int offset, int end, double addend) {
    DoubleVector one = DoubleVector.broadcast(DOUBLES, 1.0);
    DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
    for (int i = offset; i < end; i += DOUBLES.length()) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, values, i).add(addend).mul(-1);
      DoubleVector shifted = x.fma(DoubleVector.broadcast(DOUBLES, LOG2_E), rounder);
      DoubleVector n = shifted.sub(ROUNDER);
      DoubleVector r = n.fma(DoubleVector.broadcast(DOUBLES, -LN_2_HIGH), x);
      r = n.fma(DoubleVector.broadcast(DOUBLES, -LN_2_LOW), r);
      DoubleVector q =
          r.fma(DoubleVector.broadcast(DOUBLES, Q9), DoubleVector.broadcast(DOUBLES, Q8));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q7));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q6));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q5));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q4));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q3));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q2));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q1));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q0));
      DoubleVector p = r.mul(r).fma(q, r);
      LongVector bits =
          shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, (long) MANTISSA_BITS);
      DoubleVector e = p.add(1.0).mul(bits.add(BITS_OF_ONE).reinterpretAsDoubles());
      e = e.blend(0, x.lt(MIN_EXPONENT));
      e = e.blend(Double.POSITIVE_INFINITY, x.compare(VectorOperators.GT, LARGEST_EXPONENT));
      one.div(e.add(1.0)).intoArray(values, i);
    }
  }

  /** v ← tanh(v + addend). */
  static void tanhOfSum(double[] values, int offset, int end, double addend) {
    DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
    for (int i = offset; i < end; i += DOUBLES.length()) {
      DoubleVector a = DoubleVector.fromArray(DOUBLES, values, i).add(addend);
      DoubleVector x = a.abs().add(a.abs()).min(TANH_IS_ONE);
      DoubleVector shifted = x.fma(DoubleVector.broadcast(DOUBLES, LOG2_E), rounder);
      DoubleVector n = shifted.sub(ROUNDER);
      DoubleVector r = n.fma(DoubleVector.broadcast(DOUBLES, -LN_2_HIGH), x);
      r = n.fma(DoubleVector.broadcast(DOUBLES, -LN_2_LOW), r);
      DoubleVector q =
          r.fma(DoubleVector.broadcast(DOUBLES, Q9), DoubleVector.broadcast(DOUBLES, Q8));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q7));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q6));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q5));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q4));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q3));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q2));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q1));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q0));
      DoubleVector p = r.mul(r).fma(q, r);
      LongVector bits =
          shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, (long) MANTISSA_BITS);
      DoubleVector power = bits.add(BITS_OF_ONE).reinterpretAsDoubles();
      DoubleVector e = power.fma(p, power.sub(1.0));
      DoubleVector result = e.div(e.add(2.0));
      LongVector sign = a.reinterpretAsLongs().and(Long.MIN_VALUE);
      result.reinterpretAsLongs().or(sign).reinterpretAsDoubles().intoArray(values, i);
    }
  }

  /** v ← e^(v − largest), and sums ← sums + v, for one column. */
  static void expOfDifference(
      double[] values, int start, double[] largest, int end, double[] sums) {
    DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
    for (int i = 0; i < end; i += DOUBLES.length()) {
      DoubleVector max = DoubleVector.fromArray(DOUBLES, largest, i);
      DoubleVector x = DoubleVector.fromArray(DOUBLES, values, start + i).sub(max);
      DoubleVector shifted = x.fma(DoubleVector.broadcast(DOUBLES, LOG2_E), rounder);
      DoubleVector n = shifted.sub(ROUNDER);
      DoubleVector r = n.fma(DoubleVector.broadcast(DOUBLES, -LN_2_HIGH), x);
      r = n.fma(DoubleVector.broadcast(DOUBLES, -LN_2_LOW), r);
      DoubleVector q =
          r.fma(DoubleVector.broadcast(DOUBLES, Q9), DoubleVector.broadcast(DOUBLES, Q8));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q7));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q6));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q5));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q4));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q3));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q2));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q1));
      q = r.fma(q, DoubleVector.broadcast(DOUBLES, Q0));
      DoubleVector p = r.mul(r).fma(q, r);
      LongVector bits =
          shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, (long) MANTISSA_BITS);
      DoubleVector e = p.add(1.0).mul(bits.add(BITS_OF_ONE).reinterpretAsDoubles());
      e = e.blend(0, x.lt(MIN_EXPONENT)); // x is 0 at most
      e.intoArray(values, start + i);
      DoubleVector.fromArray(DOUBLES, sums, i).add(e).intoArray(sums, i);
    }
  }

  /** Row ← row (1 / divisor). */
  static void divideRows(
      double[] values, int first, int stride, int end, int columns, double[] divisors) {
    for (int i = 0; i < end; i += DOUBLES.length()) {
      DoubleVector divisor = DoubleVector.fromArray(DOUBLES, divisors, i);
      DoubleVector reciprocal = DoubleVector.broadcast(DOUBLES, 1.0).div(divisor);
      for (int k = 0; k < columns; k++) {
        int place = first + k * stride + i;
        DoubleVector.fromArray(DOUBLES, values, place).mul(reciprocal).intoArray(values, place);
      }
    }
  }

  /** c ← a b + a′ b′. */
  static void setToCombination(
      int end, double[] a, int from, int stride, double b0, double b1, double[] c, int to) {
    int second = from + stride;
    DoubleVector factor = DoubleVector.broadcast(DOUBLES, b1);
    for (int i = 0; i < end; i += DOUBLES.length()) {
      DoubleVector sum = DoubleVector.fromArray(DOUBLES, a, from + i).mul(b0);
      DoubleVector.fromArray(DOUBLES, a, second + i).fma(factor, sum).intoArray(c, to + i);
    }
  }

  /** c ← a b + a′ b′ + a″ b″. */
  static void setToCombination(
      int end,
      double[] a,
      int from,
      int stride,
      double b0,
      double b1,
      double b2,
      double[] c,
      int to) {
    int second = from + stride;
    int third = second + stride;
    DoubleVector factor = DoubleVector.broadcast(DOUBLES, b1);
    DoubleVector thirdFactor = DoubleVector.broadcast(DOUBLES, b2);
    for (int i = 0; i < end; i += DOUBLES.length()) {
      DoubleVector sum = DoubleVector.fromArray(DOUBLES, a, from + i).mul(b0);
      sum = DoubleVector.fromArray(DOUBLES, a, second + i).fma(factor, sum);
      DoubleVector.fromArray(DOUBLES, a, third + i).fma(thirdFactor, sum).intoArray(c, to + i);
    }
  }

  /** c ← c + a b. */
  static void addScaled(int end, double[] a, int offsetA, double factor, double[] c, int offsetC) {
    DoubleVector factors = DoubleVector.broadcast(DOUBLES, factor);
    for (int i = 0; i < end; i += DOUBLES.length()) {
      DoubleVector sum = DoubleVector.fromArray(DOUBLES, c, offsetC + i);
      DoubleVector.fromArray(DOUBLES, a, offsetA + i).fma(factors, sum).intoArray(c, offsetC + i);
    }
  }

  /** The running sums of x y in two vectors. */
  static void sumProductsInTwo(
      int end, double[] x, int offsetX, double[] y, int offsetY, double[] lanes) {
    int size = DOUBLES.length();
    DoubleVector sum0 = DoubleVector.zero(DOUBLES);
    DoubleVector sum1 = DoubleVector.zero(DOUBLES);
    for (int i = 0; i < end; i += 2 * size) {
      sum0 =
          DoubleVector.fromArray(DOUBLES, x, offsetX + i)
              .fma(DoubleVector.fromArray(DOUBLES, y, offsetY + i), sum0);
      sum1 =
          DoubleVector.fromArray(DOUBLES, x, offsetX + size + i)
              .fma(DoubleVector.fromArray(DOUBLES, y, offsetY + size + i), sum1);
    }
    sum0.intoArray(lanes, 0);
    sum1.intoArray(lanes, size);
  }

  /** The running sums of x y in four vectors. */
  static void sumProductsInFour(
      int end, double[] x, int offsetX, double[] y, int offsetY, double[] lanes) {
    int size = DOUBLES.length();
    DoubleVector sum0 = DoubleVector.zero(DOUBLES);
    DoubleVector sum1 = DoubleVector.zero(DOUBLES);
    DoubleVector sum2 = DoubleVector.zero(DOUBLES);
    DoubleVector sum3 = DoubleVector.zero(DOUBLES);
    for (int i = 0; i < end; i += 4 * size) {
      sum0 =
          DoubleVector.fromArray(DOUBLES, x, offsetX + i)
              .fma(DoubleVector.fromArray(DOUBLES, y, offsetY + i), sum0);
      sum1 =
          DoubleVector.fromArray(DOUBLES, x, offsetX + size + i)
              .fma(DoubleVector.fromArray(DOUBLES, y, offsetY + size + i), sum1);
      sum2 =
          DoubleVector.fromArray(DOUBLES, x, offsetX + 2 * size + i)
              .fma(DoubleVector.fromArray(DOUBLES, y, offsetY + 2 * size + i), sum2);
      sum3 =
          DoubleVector.fromArray(DOUBLES, x, offsetX + 3 * size + i)
              .fma(DoubleVector.fromArray(DOUBLES, y, offsetY + 3 * size + i), sum3);
    }
    sum0.intoArray(lanes, 0);
    sum1.intoArray(lanes, size);
    sum2.intoArray(lanes, 2 * size);
    sum3.intoArray(lanes, 3 * size);
  }

  /** The running sums of x in two vectors. */
  static void sumInTwo(int end, double[] x, int offsetX, double[] lanes) {
    int size = DOUBLES.length();
    DoubleVector sum0 = DoubleVector.zero(DOUBLES);
    DoubleVector sum1 = DoubleVector.zero(DOUBLES);
    for (int i = 0; i < end; i += 2 * size) {
      sum0 = sum0.add(DoubleVector.fromArray(DOUBLES, x, offsetX + i));
      sum1 = sum1.add(DoubleVector.fromArray(DOUBLES, x, offsetX + size + i));
    }
    sum0.intoArray(lanes, 0);
    sum1.intoArray(lanes, size);
  }

  /** The running sums of x in four vectors. */
  static void sumInFour(int end, double[] x, int offsetX, double[] lanes) {
    int size = DOUBLES.length();
    DoubleVector sum0 = DoubleVector.zero(DOUBLES);
    DoubleVector sum1 = DoubleVector.zero(DOUBLES);
    DoubleVector sum2 = DoubleVector.zero(DOUBLES);
    DoubleVector sum3 = DoubleVector.zero(DOUBLES);
    for (int i = 0; i < end; i += 4 * size) {
      sum0 = sum0.add(DoubleVector.fromArray(DOUBLES, x, offsetX + i));
      sum1 = sum1.add(DoubleVector.fromArray(DOUBLES, x, offsetX + size + i));
      sum2 = sum2.add(DoubleVector.fromArray(DOUBLES, x, offsetX + 2 * size + i));
      sum3 = sum3.add(DoubleVector.fromArray(DOUBLES, x, offsetX + 3 * size + i));
    }
    sum0.intoArray(lanes, 0);
    sum1.intoArray(lanes, size);
    sum2.intoArray(lanes, 2 * size);
    sum3.intoArray(lanes, 3 * size);
  }
}
