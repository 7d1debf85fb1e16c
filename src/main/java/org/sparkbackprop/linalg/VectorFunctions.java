package org.sparkbackprop.linalg;

import static org.sparkbackprop.linalg.ExpConstants.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many elements at a time as the processor takes, by the JDK's Vector API: operation for
 * operation what {@link ScalarFunctions} does. Made only where the module is there, and compiled
 * apart from the rest.
 */
final class VectorFunctions implements ElementaryFunctions {

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final long BITS_OF_ONE = Double.doubleToRawLongBits(1.0);
  private static final int FLOAT_BITS_OF_ONE = Float.floatToRawIntBits(1f);

  private final ScalarFunctions rest = new ScalarFunctions();

  @Override
  public String name() {
    return "vectors of " + DOUBLES.vectorBitSize() + " bits";
  }

  @Override
  public void exp(double[] values, int offset, int length, double addend) {
    int end = DOUBLES.loopBound(length);
    for (int i = offset; i < offset + end; i += DOUBLES.length()) {
      exp(DoubleVector.fromArray(DOUBLES, values, i).add(addend)).intoArray(values, i);
    }
    rest.exp(values, offset + end, length - end, addend);
  }

  @Override
  public void sigmoid(double[] values, int offset, int length, double addend) {
    int end = DOUBLES.loopBound(length);
    DoubleVector one = DoubleVector.broadcast(DOUBLES, 1.0);
    for (int i = offset; i < offset + end; i += DOUBLES.length()) {
      DoubleVector a = DoubleVector.fromArray(DOUBLES, values, i).add(addend);
      one.div(one.add(exp(a.neg()))).intoArray(values, i);
    }
    rest.sigmoid(values, offset + end, length - end, addend);
  }

  @Override
  public void tanh(double[] values, int offset, int length, double addend) {
    int end = DOUBLES.loopBound(length);
    for (int i = offset; i < offset + end; i += DOUBLES.length()) {
      tanh(DoubleVector.fromArray(DOUBLES, values, i).add(addend)).intoArray(values, i);
    }
    rest.tanh(values, offset + end, length - end, addend);
  }

  @Override
  public void sigmoid(float[] values, int offset, int length, float addend) {
    int end = FLOATS.loopBound(length);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int i = offset; i < offset + end; i += FLOATS.length()) {
      FloatVector a = FloatVector.fromArray(FLOATS, values, i).add(addend);
      one.div(one.add(exp(a.neg()))).intoArray(values, i);
    }
    rest.sigmoid(values, offset + end, length - end, addend);
  }

  @Override
  public void tanh(float[] values, int offset, int length, float addend) {
    int end = FLOATS.loopBound(length);
    for (int i = offset; i < offset + end; i += FLOATS.length()) {
      tanh(FloatVector.fromArray(FLOATS, values, i).add(addend)).intoArray(values, i);
    }
    rest.tanh(values, offset + end, length - end, addend);
  }

  private static DoubleVector exp(DoubleVector exponent) {
    DoubleVector x = exponent.min(LARGEST_EXPONENT).max(LEAST_EXPONENT);
    DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
    DoubleVector n = x.fma(DoubleVector.broadcast(DOUBLES, LOG2_E), rounder).sub(ROUNDER);
    DoubleVector firstHalf = n.fma(DoubleVector.broadcast(DOUBLES, 0.5), rounder);
    DoubleVector secondHalf = n.sub(firstHalf.sub(ROUNDER)).add(ROUNDER);
    return expMinusOne(reduced(x, n))
        .add(1.0)
        .mul(powerOfTwo(firstHalf))
        .mul(powerOfTwo(secondHalf));
  }

  private static DoubleVector tanh(DoubleVector a) {
    DoubleVector absolute = a.abs();
    DoubleVector x = absolute.add(absolute).min(TANH_IS_ONE);
    DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
    DoubleVector shifted = x.fma(DoubleVector.broadcast(DOUBLES, LOG2_E), rounder);
    DoubleVector power = powerOfTwo(shifted);
    DoubleVector e = power.fma(expMinusOne(reduced(x, shifted.sub(ROUNDER))), power.sub(1.0));
    DoubleVector result = e.div(e.add(2.0));
    LongVector sign = a.reinterpretAsLongs().and(Long.MIN_VALUE);
    return result.reinterpretAsLongs().or(sign).reinterpretAsDoubles();
  }

  private static DoubleVector reduced(DoubleVector x, DoubleVector n) {
    DoubleVector minusN = n.neg();
    return minusN.fma(
        DoubleVector.broadcast(DOUBLES, LN_2_LOW),
        minusN.fma(DoubleVector.broadcast(DOUBLES, LN_2_HIGH), x));
  }

  private static DoubleVector expMinusOne(DoubleVector r) {
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
    return r.mul(r).fma(q, r);
  }

  private static DoubleVector powerOfTwo(DoubleVector shifted) {
    LongVector bits =
        shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, (long) MANTISSA_BITS);
    return bits.add(BITS_OF_ONE).reinterpretAsDoubles();
  }

  private static FloatVector exp(FloatVector exponent) {
    FloatVector x = exponent.min(FLOAT_LARGEST_EXPONENT).max(FLOAT_LEAST_EXPONENT);
    FloatVector rounder = FloatVector.broadcast(FLOATS, FLOAT_ROUNDER);
    FloatVector n = x.fma(FloatVector.broadcast(FLOATS, FLOAT_LOG2_E), rounder).sub(FLOAT_ROUNDER);
    FloatVector firstHalf = n.fma(FloatVector.broadcast(FLOATS, 0.5f), rounder);
    FloatVector secondHalf = n.sub(firstHalf.sub(FLOAT_ROUNDER)).add(FLOAT_ROUNDER);
    return expMinusOne(reduced(x, n))
        .add(1f)
        .mul(powerOfTwo(firstHalf))
        .mul(powerOfTwo(secondHalf));
  }

  private static FloatVector tanh(FloatVector a) {
    FloatVector absolute = a.abs();
    FloatVector x = absolute.add(absolute).min(FLOAT_TANH_IS_ONE);
    FloatVector rounder = FloatVector.broadcast(FLOATS, FLOAT_ROUNDER);
    FloatVector shifted = x.fma(FloatVector.broadcast(FLOATS, FLOAT_LOG2_E), rounder);
    FloatVector power = powerOfTwo(shifted);
    FloatVector e = power.fma(expMinusOne(reduced(x, shifted.sub(FLOAT_ROUNDER))), power.sub(1f));
    FloatVector result = e.div(e.add(2f));
    return result
        .reinterpretAsInts()
        .or(a.reinterpretAsInts().and(Integer.MIN_VALUE))
        .reinterpretAsFloats();
  }

  private static FloatVector reduced(FloatVector x, FloatVector n) {
    FloatVector minusN = n.neg();
    return minusN.fma(
        FloatVector.broadcast(FLOATS, FLOAT_LN_2_LOW),
        minusN.fma(FloatVector.broadcast(FLOATS, FLOAT_LN_2_HIGH), x));
  }

  private static FloatVector expMinusOne(FloatVector r) {
    FloatVector q =
        r.fma(FloatVector.broadcast(FLOATS, FLOAT_Q4), FloatVector.broadcast(FLOATS, FLOAT_Q3));
    q = r.fma(q, FloatVector.broadcast(FLOATS, FLOAT_Q2));
    q = r.fma(q, FloatVector.broadcast(FLOATS, FLOAT_Q1));
    q = r.fma(q, FloatVector.broadcast(FLOATS, FLOAT_Q0));
    return r.mul(r).fma(q, r);
  }

  private static FloatVector powerOfTwo(FloatVector shifted) {
    return shifted
        .reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, FLOAT_MANTISSA_BITS)
        .add(FLOAT_BITS_OF_ONE)
        .reinterpretAsFloats();
  }
}
