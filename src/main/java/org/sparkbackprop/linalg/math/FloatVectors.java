package org.sparkbackprop.linalg.math;

import static org.sparkbackprop.linalg.math.ExpConstants.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link VectorFunctions} in single precision, over numbers that fill whole vectors.
 */
final class FloatVectors {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int FLOAT_BITS_OF_ONE = Float.floatToRawIntBits(1f);

  private FloatVectors() {}

  /** v ← 1 / (1 + e^x) of x = −(v + addend). */
  static void sigmoidOfSum(float[] values, int offset, int end, float addend) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector rounder = FloatVector.broadcast(FLOATS, FLOAT_ROUNDER);
    for (int i = offset; i < end; i += FLOATS.length()) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, i).add(addend).mul(-1);
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
      FloatVector e = p.add(1f).mul(bits.add(FLOAT_BITS_OF_ONE).reinterpretAsFloats());
      e = e.blend(0, x.lt(FLOAT_LEAST_EXPONENT));
      e = e.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, FLOAT_LARGEST_EXPONENT));
      one.div(e.add(1f)).intoArray(values, i);
    }
  }

  /** v ← tanh(v + addend). */
  static void tanhOfSum(float[] values, int offset, int end, float addend) {
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

  /** c ← c + a b. */
  static void addScaled(int end, float[] a, int offsetA, float factor, float[] c, int offsetC) {
    FloatVector factors = FloatVector.broadcast(FLOATS, factor);
    for (int i = 0; i < end; i += FLOATS.length()) {
      FloatVector sum = FloatVector.fromArray(FLOATS, c, offsetC + i);
      FloatVector.fromArray(FLOATS, a, offsetA + i).fma(factors, sum).intoArray(c, offsetC + i);
    }
  }
}
