package org.sparkbackprop.network.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.Precision;

/** What holds for every hidden activation; a new one is covered by its formula. */
class ActivationsTest {

  private static final double CUBE = 0.044715;

  /** As they are written in the papers. */
  private static final Map<String, DoubleUnaryOperator> FORMULAS =
      Map.of(
          "sigmoid",
          a -> 1 / (1 + StrictMath.exp(-a)),
          "tanh",
          StrictMath::tanh,
          "relu",
          a -> Math.max(0, a),
          "selu",
          a -> 1.0507009873554805 * (a > 0 ? a : 1.6732632423543772 * StrictMath.expm1(a)),
          "silu",
          a -> a / (1 + StrictMath.exp(-a)),
          "gelu",
          a -> 0.5 * a * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (a + CUBE * a * a * a))));

  private static final int COUNT = 401;

  static List<String> names() {
    return Activations.names();
  }

  /** From −10 to 10, without 0, where some have a kink. */
  private static double point(int i) {
    return -10 + 20.0 * (i + 0.3) / COUNT;
  }

  private static DoubleMatrix points(double by) {
    DoubleMatrix points = DoubleMatrix.zeros(COUNT, 1);
    for (int i = 0; i < COUNT; i++) {
      points.array()[i] = point(i) + by;
    }
    return points;
  }

  private static Matrix bias(Precision precision, double value) {
    Matrix bias = precision.zeros(1, 1);
    bias.set(DoubleMatrix.columnMajor(new double[] {value}, 0, 1, 1));
    return bias;
  }

  /** f of every point, and f′ as a step backward has it, both in double. */
  private static double[][] values(Activation activation, Precision precision) {
    Matrix z = precision.zeros(COUNT, 1);
    z.set(points(-0.25));
    Matrix operand = activation.forward(z, bias(precision, 0.25), new MatrixBuffer(precision));
    Matrix slopes = precision.zeros(COUNT, 1);
    slopes.addRowAndApply(bias(precision, 2), new Identity());
    slopes.apply(activation, operand);
    return new double[][] {wide(z), wide(slopes)};
  }

  private static double[] wide(Matrix matrix) {
    DoubleMatrix wide = DoubleMatrix.zeros(matrix.rows(), matrix.columns());
    wide.set(matrix);
    return wide.array();
  }

  private static Activation named(String name) {
    return Activations.named(name).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("names")
  void valuesAreThoseOfTheFormulaAndErrorsAreMultipliedByItsDerivative(String name) {
    DoubleUnaryOperator formula = FORMULAS.get(name);
    double[][] values = values(named(name), Precision.DOUBLE);
    for (int i = 0; i < COUNT; i++) {
      double a = point(i);
      double f = formula.applyAsDouble(a);
      assertThat(values[0][i])
          .as("f(%s)", a)
          .isCloseTo(f, within(1e-15 * Math.max(1, Math.abs(f))));
      double h = 1e-5;
      double slope = (formula.applyAsDouble(a + h) - formula.applyAsDouble(a - h)) / (2 * h);
      assertThat(values[1][i]).as("2 f′(%s)", a).isCloseTo(2 * slope, within(1e-8));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void singlePrecisionAgreesWithDouble(String name) {
    double[][] wide = values(named(name), Precision.DOUBLE);
    double[][] narrow = values(named(name), Precision.FLOAT);
    for (int i = 0; i < COUNT; i++) {
      assertThat(narrow[0][i]).isCloseTo(wide[0][i], within(3e-6));
      assertThat(narrow[1][i]).isCloseTo(wide[1][i], within(2e-5));
    }
    assertThat(narrow[0]).isNotEqualTo(wide[0]);
  }

  @ParameterizedTest
  @MethodSource("names")
  void farOutAllIsFinite(String name) {
    for (Precision precision : Precision.values()) {
      for (double a : new double[] {-1e6, -800, -100, -1e-300, 0, 1e-300, 100, 800, 1e6}) {
        Matrix z = precision.zeros(1, 1);
        Matrix operand = named(name).forward(z, bias(precision, a), new MatrixBuffer(precision));
        Matrix slope = precision.zeros(1, 1);
        slope.addRowAndApply(bias(precision, 1), new Identity());
        slope.apply(named(name), operand);
        double expected = FORMULAS.get(name).applyAsDouble(a);
        assertThat(wide(z)[0]).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
        assertThat(wide(slope)[0]).isBetween(-1e-3, 1.8);
      }
    }
  }

  /** Vectors and numbers give the same bits, whatever stands beside them. */
  @ParameterizedTest
  @MethodSource("names")
  void columnsDoNotDependOnEachOther(String name) {
    for (Precision precision : Precision.values()) {
      double[][] whole = values(named(name), precision);
      for (int rows : new int[] {1, 3, 8, 17, 64}) {
        for (int from : new int[] {0, 5, 200, COUNT - 64}) {
          Matrix part = precision.zeros(rows, 1);
          part.set(points(-0.25).part(from, rows, 1));
          Matrix operand =
              named(name).forward(part, bias(precision, 0.25), new MatrixBuffer(precision));
          Matrix slope = precision.zeros(rows, 1);
          slope.addRowAndApply(bias(precision, 2), new Identity());
          slope.apply(named(name), operand);
          for (int i = 0; i < rows; i++) {
            assertThat(wide(part)[i]).isEqualTo(whole[0][from + i]);
            assertThat(wide(slope)[i]).isEqualTo(whole[1][from + i]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachColumnHasItsBias(String name) {
    FloatMatrix z = FloatMatrix.zeros(2, 3);
    FloatMatrix bias = FloatMatrix.columnMajor(new float[] {-1, 0.5f, 2}, 0, 1, 3);
    named(name).forward(z, bias, new MatrixBuffer(Precision.FLOAT));
    for (int j = 0; j < 3; j++) {
      double expected = FORMULAS.get(name).applyAsDouble(bias.element(0, j));
      assertThat(z.element(0, j)).isEqualTo(z.element(1, j)).isCloseTo(expected, within(1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sigmoid, -5, true, true",
    "sigmoid, -1, false, false",
    "sigmoid, 5, true, true",
    "tanh, -3, true, true",
    "tanh, 1, false, false",
    "relu, -1, false, true",
    "relu, 1, false, false",
    "selu, -4, true, true",
    "selu, -1, false, false",
    "selu, 9, false, false",
    "silu, -8, false, true",
    "silu, -3, false, false",
    "silu, 0, false, false",
    "silu, 9, false, false",
    "gelu, -4, false, true",
    "gelu, -0.3, false, false",
    "gelu, 9, false, false"
  })
  void whereNoErrorPasses(String name, double a, boolean saturated, boolean flat) {
    Matrix operand =
        named(name)
            .forward(
                Precision.DOUBLE.zeros(1, 1),
                bias(Precision.DOUBLE, a),
                new MatrixBuffer(Precision.DOUBLE));
    assertThat(named(name).isSaturated(wide(operand)[0])).isEqualTo(saturated);
    assertThat(named(name).isFlat(wide(operand)[0])).isEqualTo(flat);
  }

  @Test
  void geluIsNearTheOneOfTheNormalDistribution() {
    // a Φ(a) at −1, 0.5 and 2, from tables of Φ
    double[] expected = {-0.158655, 0.345731, 1.954500};
    double[] at = {-1, 0.5, 2};
    for (int i = 0; i < at.length; i++) {
      Matrix z = Precision.DOUBLE.zeros(1, 1);
      named("gelu").forward(z, bias(Precision.DOUBLE, at[i]), new MatrixBuffer(Precision.DOUBLE));
      assertThat(wide(z)[0]).isCloseTo(expected[i], within(5e-4));
    }
  }

  /** However small an output above 0 is, and however large. */
  @Test
  void reluLetsAllOfAnErrorThroughOrNothing() {
    Relu relu = new Relu();
    double[] error = {3, 3, 3, 3, -3};
    relu.apply(error, new double[] {0, Double.MIN_VALUE, 1, Double.MAX_VALUE, 0.5}, 0, 5);
    assertThat(error).containsExactly(0, 3, 3, 3, -3);
    float[] single = {3, 3, 3, 3, -3};
    relu.apply(single, new float[] {0, Float.MIN_VALUE, 1, Float.MAX_VALUE, 0.5f}, 0, 5);
    assertThat(single).containsExactly(0, 3, 3, 3, -3);
  }
}
