package org.sparkbackprop.linalg;

import static org.sparkbackprop.linalg.ExpConstants.*;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many elements at a time as the processor takes, by the JDK's Vector API: operation for
 * operation what {@link ScalarFunctions} does. Made only where the module is there, and compiled
 * apart from the rest.
 *
 * <p>The formulas are written out in their loops: the compiler keeps vectors in registers within a
 * method, but makes an object of each that crosses a call which it happens not to inline. And a
 * method has one such loop: where two make it large, the compiler stops halfway in taking the
 * objects away. The sign is changed by a multiplication, as neg() of 16 floats is no instruction to
 * the compiler of JDK 17, but objects again.
 */
final class VectorFunctions implements ElementaryFunctions {

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /**
   * Whole numbers and floats of the preferred size alone: were there two sizes in use, the compiler
   * would no longer know which one a call meets, and would make objects of all vectors.
   */
  private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

  /** The bytes for as many whole numbers; the smallest vectors hold eight. */
  private static final VectorSpecies<Byte> BYTES =
      INTS.length() < 8
          ? ByteVector.SPECIES_64
          : VectorSpecies.of(byte.class, VectorShape.forBitSize(INTS.length() * Byte.SIZE));

  private static final long BITS_OF_ONE = Double.doubleToRawLongBits(1.0);
  private static final int FLOAT_BITS_OF_ONE = Float.floatToRawIntBits(1f);

  private final ScalarFunctions rest = new ScalarFunctions();

  @Override
  public String name() {
    return "vectors of " + DOUBLES.vectorBitSize() + " bits";
  }

  @Override
  public void sigmoid(double[] values, int offset, int length, double addend) {
    int end = offset + DOUBLES.loopBound(length);
    sigmoidOfSum(values, offset, end, addend);
    rest.sigmoid(values, end, offset + length - end, addend);
  }

  @Override
  public void tanh(double[] values, int offset, int length, double addend) {
    int end = offset + DOUBLES.loopBound(length);
    tanhOfSum(values, offset, end, addend);
    rest.tanh(values, end, offset + length - end, addend);
  }

  /** v ← 1 / (1 + e^x) of x = −(v + addend). */
  private static void sigmoidOfSum(double[] values, int offset, int end, double addend) {
    DoubleVector one = DoubleVector.broadcast(DOUBLES, 1.0);
    DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
    for (int i = offset; i < end; i += DOUBLES.length()) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, values, i).add(addend).mul(-1);
      x = x.min(LARGEST_EXPONENT).max(LEAST_EXPONENT);
      DoubleVector n = x.fma(DoubleVector.broadcast(DOUBLES, LOG2_E), rounder).sub(ROUNDER);
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
      DoubleVector firstHalf = n.fma(DoubleVector.broadcast(DOUBLES, 0.5), rounder);
      DoubleVector secondHalf = n.sub(firstHalf.sub(ROUNDER)).add(ROUNDER);
      LongVector first =
          firstHalf.reinterpretAsLongs().lanewise(VectorOperators.LSHL, (long) MANTISSA_BITS);
      LongVector second =
          secondHalf.reinterpretAsLongs().lanewise(VectorOperators.LSHL, (long) MANTISSA_BITS);
      DoubleVector e =
          p.add(1.0)
              .mul(first.add(BITS_OF_ONE).reinterpretAsDoubles())
              .mul(second.add(BITS_OF_ONE).reinterpretAsDoubles());
      one.div(e.add(1.0)).intoArray(values, i);
    }
  }

  /** v ← tanh(v + addend). */
  private static void tanhOfSum(double[] values, int offset, int end, double addend) {
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

  @Override
  public void sigmoid(float[] values, int offset, int length, float addend) {
    int end = offset + FLOATS.loopBound(length);
    sigmoidOfSum(values, offset, end, addend);
    rest.sigmoid(values, end, offset + length - end, addend);
  }

  @Override
  public void tanh(float[] values, int offset, int length, float addend) {
    int end = offset + FLOATS.loopBound(length);
    tanhOfSum(values, offset, end, addend);
    rest.tanh(values, end, offset + length - end, addend);
  }

  /** v ← 1 / (1 + e^x) of x = −(v + addend). */
  private static void sigmoidOfSum(float[] values, int offset, int end, float addend) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector rounder = FloatVector.broadcast(FLOATS, FLOAT_ROUNDER);
    for (int i = offset; i < end; i += FLOATS.length()) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, i).add(addend).mul(-1);
      x = x.min(FLOAT_LARGEST_EXPONENT).max(FLOAT_LEAST_EXPONENT);
      FloatVector n =
          x.fma(FloatVector.broadcast(FLOATS, FLOAT_LOG2_E), rounder).sub(FLOAT_ROUNDER);
      FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -FLOAT_LN_2_HIGH), x);
      r = n.fma(FloatVector.broadcast(FLOATS, -FLOAT_LN_2_LOW), r);
      FloatVector q =
          r.fma(FloatVector.broadcast(FLOATS, FLOAT_Q4), FloatVector.broadcast(FLOATS, FLOAT_Q3));
      q = r.fma(q, FloatVector.broadcast(FLOATS, FLOAT_Q2));
      q = r.fma(q, FloatVector.broadcast(FLOATS, FLOAT_Q1));
      q = r.fma(q, FloatVector.broadcast(FLOATS, FLOAT_Q0));
      FloatVector p = r.mul(r).fma(q, r);
      FloatVector firstHalf = n.fma(FloatVector.broadcast(FLOATS, 0.5f), rounder);
      FloatVector secondHalf = n.sub(firstHalf.sub(FLOAT_ROUNDER)).add(FLOAT_ROUNDER);
      IntVector first =
          firstHalf.reinterpretAsInts().lanewise(VectorOperators.LSHL, FLOAT_MANTISSA_BITS);
      IntVector second =
          secondHalf.reinterpretAsInts().lanewise(VectorOperators.LSHL, FLOAT_MANTISSA_BITS);
      FloatVector e =
          p.add(1f)
              .mul(first.add(FLOAT_BITS_OF_ONE).reinterpretAsFloats())
              .mul(second.add(FLOAT_BITS_OF_ONE).reinterpretAsFloats());
      one.div(e.add(1f)).intoArray(values, i);
    }
  }

  /** v ← tanh(v + addend). */
  private static void tanhOfSum(float[] values, int offset, int end, float addend) {
    FloatVector rounder = FloatVector.broadcast(FLOATS, FLOAT_ROUNDER);
    for (int i = offset; i < end; i += FLOATS.length()) {
      FloatVector a = FloatVector.fromArray(FLOATS, values, i).add(addend);
      FloatVector x = a.abs().add(a.abs()).min(FLOAT_TANH_IS_ONE);
      FloatVector shifted = x.fma(FloatVector.broadcast(FLOATS, FLOAT_LOG2_E), rounder);
      FloatVector n = shifted.sub(FLOAT_ROUNDER);
      FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -FLOAT_LN_2_HIGH), x);
      r = n.fma(FloatVector.broadcast(FLOATS, -FLOAT_LN_2_LOW), r);
      FloatVector q =
          r.fma(FloatVector.broadcast(FLOATS, FLOAT_Q4), FloatVector.broadcast(FLOATS, FLOAT_Q3));
      q = r.fma(q, FloatVector.broadcast(FLOATS, FLOAT_Q2));
      q = r.fma(q, FloatVector.broadcast(FLOATS, FLOAT_Q1));
      q = r.fma(q, FloatVector.broadcast(FLOATS, FLOAT_Q0));
      FloatVector p = r.mul(r).fma(q, r);
      IntVector bits =
          shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, FLOAT_MANTISSA_BITS);
      FloatVector power = bits.add(FLOAT_BITS_OF_ONE).reinterpretAsFloats();
      FloatVector e = power.fma(p, power.sub(1f));
      FloatVector result = e.div(e.add(2f));
      IntVector sign = a.reinterpretAsInts().and(Integer.MIN_VALUE);
      result.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(values, i);
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
    int end = DOUBLES.loopBound(rows);
    System.arraycopy(values, first, largest, 0, end);
    Arrays.fill(place, 0, end, 0);
    for (int k = 1; k < columns; k++) {
      int start = first + k * stride;
      for (int i = 0; i < end; i += DOUBLES.length()) {
        DoubleVector most = DoubleVector.fromArray(DOUBLES, largest, i);
        DoubleVector value = DoubleVector.fromArray(DOUBLES, values, start + i);
        VectorMask<Double> isLarger = most.lt(value);
        most.blend(value, isLarger).intoArray(largest, i);
        DoubleVector.fromArray(DOUBLES, place, i).blend(k, isLarger).intoArray(place, i);
      }
    }
    ScalarFunctions.largestOfRows(values, first, stride, end, rows, columns, largest, place);
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
    int end = DOUBLES.loopBound(rows);
    Arrays.fill(sums, 0, end, 0);
    for (int k = 0; k < columns; k++) {
      expOfDifference(values, first + k * stride, largest, end, sums);
    }
    divideRows(values, first, stride, end, columns, sums);
    ScalarFunctions.softmaxOfRows(values, first, stride, end, rows, columns, largest, sums);
  }

  /** v ← e^(v − largest), and sums ← sums + v, for one column. */
  private static void expOfDifference(
      double[] values, int start, double[] largest, int end, double[] sums) {
    DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
    for (int i = 0; i < end; i += DOUBLES.length()) {
      DoubleVector most = DoubleVector.fromArray(DOUBLES, largest, i);
      DoubleVector x = DoubleVector.fromArray(DOUBLES, values, start + i).sub(most);
      x = x.min(LARGEST_EXPONENT).max(LEAST_EXPONENT);
      DoubleVector n = x.fma(DoubleVector.broadcast(DOUBLES, LOG2_E), rounder).sub(ROUNDER);
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
      DoubleVector firstHalf = n.fma(DoubleVector.broadcast(DOUBLES, 0.5), rounder);
      DoubleVector secondHalf = n.sub(firstHalf.sub(ROUNDER)).add(ROUNDER);
      LongVector firstPower =
          firstHalf.reinterpretAsLongs().lanewise(VectorOperators.LSHL, (long) MANTISSA_BITS);
      LongVector secondPower =
          secondHalf.reinterpretAsLongs().lanewise(VectorOperators.LSHL, (long) MANTISSA_BITS);
      DoubleVector e =
          p.add(1.0)
              .mul(firstPower.add(BITS_OF_ONE).reinterpretAsDoubles())
              .mul(secondPower.add(BITS_OF_ONE).reinterpretAsDoubles());
      e.intoArray(values, start + i);
      DoubleVector.fromArray(DOUBLES, sums, i).add(e).intoArray(sums, i);
    }
  }

  /** Row ← row (1 / divisor). */
  private static void divideRows(
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

  @Override
  public void widen(byte[] values, double divisor, double[] target, int offset) {
    double reciprocal = 1 / divisor;
    if (BYTES.length() != INTS.length() || !isExact(divisor, reciprocal)) {
      rest.widen(values, divisor, target, offset);
      return;
    }
    int end = BYTES.loopBound(values.length);
    for (int i = 0; i < end; i += BYTES.length()) {
      IntVector whole =
          (IntVector)
              ByteVector.fromArray(BYTES, values, i)
                  .convertShape(VectorOperators.B2I, INTS, 0)
                  .lanewise(VectorOperators.AND, 0xff);
      for (int part = 0; part < BYTES.length() / DOUBLES.length(); part++) {
        DoubleVector value = (DoubleVector) whole.convertShape(VectorOperators.I2D, DOUBLES, part);
        // Markstein's division: a quotient, its remainder, and a correction
        DoubleVector quotient = value.mul(reciprocal);
        DoubleVector remainder = quotient.fma(DoubleVector.broadcast(DOUBLES, -divisor), value);
        remainder
            .fma(DoubleVector.broadcast(DOUBLES, reciprocal), quotient)
            .intoArray(target, offset + i + part * DOUBLES.length());
      }
    }
    for (int i = end; i < values.length; i++) {
      target[offset + i] = (values[i] & 0xff) / divisor;
    }
  }

  /** Whether the multiplications give the bits of the division, for all bytes. */
  private static boolean isExact(double divisor, double reciprocal) {
    for (int value = 0; value < ScalarFunctions.BYTE_VALUES; value++) {
      double quotient = value * reciprocal;
      double remainder = Math.fma(quotient, -divisor, value);
      if (Math.fma(remainder, reciprocal, quotient) != value / divisor) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void widen(byte[] values, double divisor, float[] target, int offset) {
    if (BYTES.length() != INTS.length()) {
      rest.widen(values, divisor, target, offset);
      return;
    }
    int end = BYTES.loopBound(values.length);
    for (int i = 0; i < end; i += BYTES.length()) {
      IntVector whole =
          (IntVector)
              ByteVector.fromArray(BYTES, values, i)
                  .convertShape(VectorOperators.B2I, INTS, 0)
                  .lanewise(VectorOperators.AND, 0xff);
      FloatVector value = (FloatVector) whole.convertShape(VectorOperators.I2F, FLOATS, 0);
      value.div((float) divisor).intoArray(target, offset + i);
    }
    for (int i = end; i < values.length; i++) {
      target[offset + i] = (values[i] & 0xff) / (float) divisor;
    }
  }
}
