package org.sparkbackprop.linalg.math;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many elements at a time as the processor takes, by the JDK's Vector API: operation for
 * operation what {@link ScalarFunctions} does. Used only if the module is there, and compiled
 * separately.
 *
 * <p>The formulas are written out in their loops: the compiler keeps vectors in registers within a
 * method, but makes objects of those that cross a call it does not inline. A method has one such
 * loop only: in larger methods the compiler does not remove all objects. A multiplication changes
 * the sign, as the compiler of JDK 17 has no instruction for neg() of 16 floats.
 */
final class VectorFunctions implements ArrayFunctions {

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /**
   * Of the same size as the floats: with two sizes in use, the compiler would not know which one a
   * call gets, and would make objects of all vectors.
   */
  private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

  /** As many bytes as ints; the smallest vectors hold eight. */
  private static final VectorSpecies<Byte> BYTES =
      INTS.length() < 8
          ? ByteVector.SPECIES_64
          : VectorSpecies.of(byte.class, VectorShape.forBitSize(INTS.length() * Byte.SIZE));

  private final ScalarFunctions rest = new ScalarFunctions();

  @Override
  public String name() {
    return "vectors of " + DOUBLES.vectorBitSize() + " bits";
  }

  @Override
  public void sigmoid(double[] values, int offset, int length, double addend) {
    int end = offset + DOUBLES.loopBound(length);
    DoubleVectors.sigmoidOfSum(values, offset, end, addend);
    rest.sigmoid(values, end, offset + length - end, addend);
  }

  @Override
  public void tanh(double[] values, int offset, int length, double addend) {
    int end = offset + DOUBLES.loopBound(length);
    DoubleVectors.tanhOfSum(values, offset, end, addend);
    rest.tanh(values, end, offset + length - end, addend);
  }

  @Override
  public void sigmoid(float[] values, int offset, int length, float addend) {
    int end = offset + FLOATS.loopBound(length);
    FloatVectors.sigmoidOfSum(values, offset, end, addend);
    rest.sigmoid(values, end, offset + length - end, addend);
  }

  @Override
  public void tanh(float[] values, int offset, int length, float addend) {
    int end = offset + FLOATS.loopBound(length);
    FloatVectors.tanhOfSum(values, offset, end, addend);
    rest.tanh(values, end, offset + length - end, addend);
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
        DoubleVector max = DoubleVector.fromArray(DOUBLES, largest, i);
        DoubleVector value = DoubleVector.fromArray(DOUBLES, values, start + i);
        VectorMask<Double> isLarger = max.lt(value);
        max.blend(value, isLarger).intoArray(largest, i);
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
      DoubleVectors.expOfDifference(values, first + k * stride, largest, end, sums);
    }
    DoubleVectors.divideRows(values, first, stride, end, columns, sums);
    ScalarFunctions.softmaxOfRows(values, first, stride, end, rows, columns, largest, sums);
  }

  @Override
  public void setToCombination(
      int length, double[] a, int from, int stride, double b0, double b1, double[] c, int to) {
    int end = DOUBLES.loopBound(length);
    DoubleVectors.setToCombination(end, a, from, stride, b0, b1, c, to);
    rest.setToCombination(length - end, a, from + end, stride, b0, b1, c, to + end);
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
    int end = DOUBLES.loopBound(length);
    DoubleVectors.setToCombination(end, a, from, stride, b0, b1, b2, c, to);
    rest.setToCombination(length - end, a, from + end, stride, b0, b1, b2, c, to + end);
  }

  @Override
  public void addScaled(
      int length, double[] a, int offsetA, double factor, double[] c, int offsetC) {
    int end = DOUBLES.loopBound(length);
    DoubleVectors.addScaled(end, a, offsetA, factor, c, offsetC);
    rest.addScaled(length - end, a, offsetA + end, factor, c, offsetC + end);
  }

  @Override
  public void addScaled(int length, float[] a, int offsetA, float factor, float[] c, int offsetC) {
    int end = FLOATS.loopBound(length);
    FloatVectors.addScaled(end, a, offsetA, factor, c, offsetC);
    rest.addScaled(length - end, a, offsetA + end, factor, c, offsetC + end);
  }

  @Override
  public void sum(int length, double[] x, int offsetX, double[] lanes) {
    int end = length & -LANES;
    if (DOUBLES.length() == LANES / 2) {
      DoubleVectors.sumInTwo(end, x, offsetX, lanes);
    } else if (DOUBLES.length() == LANES / 4) {
      DoubleVectors.sumInFour(end, x, offsetX, lanes);
    } else {
      end = 0;
      Arrays.fill(lanes, 0);
    }
    ScalarFunctions.add(end, length, x, offsetX, lanes);
  }

  @Override
  public void sumProducts(
      int length, double[] x, int offsetX, double[] y, int offsetY, double[] lanes) {
    int end = length & -LANES;
    if (DOUBLES.length() == LANES / 2) {
      DoubleVectors.sumProductsInTwo(end, x, offsetX, y, offsetY, lanes);
    } else if (DOUBLES.length() == LANES / 4) {
      DoubleVectors.sumProductsInFour(end, x, offsetX, y, offsetY, lanes);
    } else {
      end = 0;
      Arrays.fill(lanes, 0);
    }
    ScalarFunctions.addProducts(end, length, x, offsetX, y, offsetY, lanes);
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

  /** Whether the multiplications give the bits of the division for every byte. */
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
