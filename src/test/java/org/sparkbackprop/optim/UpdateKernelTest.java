package org.sparkbackprop.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the formula of every update rule; a new one is covered by a row. */
class UpdateKernelTest {

  private static final int LENGTH = 257;
  private static final int STEPS = 6;
  private static final double DECAY = 0.01;

  static Stream<UpdateRule> rules() {
    return Stream.concat(formulas(), Stream.of(new AveragedRule(new Adam(0.9, 0.999, 1e-8), 0.8)));
  }

  static Stream<UpdateRule> formulas() {
    return Stream.of(
        new GradientDescent(),
        new Momentum(0.9, Momentum.Form.POLYAK),
        new Momentum(0.9, Momentum.Form.NESTEROV),
        new Adam(0.9, 0.999, 1e-8));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void singlePrecisionAgreesWithDouble(UpdateRule rule) {
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      double[] parameters = floats(random, LENGTH);
      float[] weights32 = rounded(parameters);
      double[][] moments = new double[rule.moments().size()][LENGTH];
      float[][] moments32 = new float[moments.length][LENGTH];
      for (int step = 1; step <= STEPS; step++) {
        double[] before = parameters.clone();
        double[] gradient = floats(random, LENGTH);
        rule.kernel(step, 0.05, DECAY).update(parameters, gradient, moments, 0, LENGTH);
        rule.kernel(step, 0.05, DECAY).update(weights32, rounded(gradient), moments32, 0, LENGTH);
        assertThat(parameters).isNotEqualTo(before);
        assertAgree(weights32, parameters);
        for (int moment = 0; moment < moments.length; moment++) {
          assertAgree(moments32[moment], moments[moment]);
        }
      }
    }
  }

  private static void assertAgree(float[] actual, double[] expected) {
    for (int i = 0; i < actual.length; i++) {
      // A few roundings of 2⁻²⁴ a step, of numbers up to the size of 4.
      assertThat((double) actual[i]).isCloseTo(expected[i], within(4e-6));
    }
  }

  /** Subnormal numbers would make each further step many times as slow. */
  @ParameterizedTest
  @MethodSource("formulas")
  void momentsThatDecayDoNotBecomeSubnormal(UpdateRule rule) {
    float[] weights = {1, -1};
    float[][] moments = new float[rule.moments().size()][2];
    rule.kernel(1, 1e-3, 0).update(weights, new float[] {1e-3f, -1e-3f}, moments, 0, 2);
    for (int step = 2; step < 3000; step++) {
      rule.kernel(step, 1e-3, 0).update(weights, new float[2], moments, 0, 2);
    }
    for (float[] moment : moments) {
      for (float each : moment) {
        assertThat(each == 0 || Math.abs(each) >= Float.MIN_NORMAL).as("" + each).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void numbersDoNotDependOnWhatStandsBesideThem(UpdateRule rule) {
    Random random = new Random(5);
    double[] parameters = floats(random, LENGTH);
    double[] gradient = floats(random, LENGTH);
    double[] whole = moved(rule, parameters, gradient);
    float[] whole32 = moved(rule, rounded(parameters), rounded(gradient));
    for (int begin : new int[] {0, 1, 7, 100}) {
      for (int end : new int[] {begin + 1, begin + 3, begin + 64, LENGTH}) {
        double[] partOfWeights = Arrays.copyOfRange(parameters, begin, end);
        double[] partOfGradient = Arrays.copyOfRange(gradient, begin, end);
        assertThat(moved(rule, partOfWeights, partOfGradient))
            .isEqualTo(Arrays.copyOfRange(whole, begin, end));
        assertThat(moved(rule, rounded(partOfWeights), rounded(partOfGradient)))
            .isEqualTo(Arrays.copyOfRange(whole32, begin, end));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rangesInAnyOrderGiveTheBitsOfTheWhole(UpdateRule rule) {
    Random random = new Random(6);
    double[] parameters = floats(random, LENGTH);
    double[] gradient = floats(random, LENGTH);
    double[] moved = parameters.clone();
    float[] moved32 = rounded(parameters);
    double[][] moments = new double[rule.moments().size()][LENGTH];
    float[][] moments32 = new float[moments.length][LENGTH];
    int[] places = {200, LENGTH, 3, 200, 0, 1, 1, 3, 7, 7};
    for (int step = 1; step <= STEPS; step++) {
      UpdateKernel kernel = rule.kernel(step, 0.05, DECAY);
      for (int i = 0; i < places.length; i += 2) {
        kernel.update(moved, gradient, moments, places[i], places[i + 1]);
        kernel.update(moved32, rounded(gradient), moments32, places[i], places[i + 1]);
      }
    }
    assertThat(moved).isEqualTo(moved(rule, parameters, gradient));
    assertThat(moved32).isEqualTo(moved(rule, rounded(parameters), rounded(gradient)));
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void aDecayTakesItsShareBesideTheFormula(UpdateRule rule) {
    Random random = new Random(7);
    double[] parameters = floats(random, LENGTH);
    double[] decaying = parameters.clone();
    double[][] moments = new double[rule.moments().size()][LENGTH];
    double[][] sameMoments = new double[moments.length][LENGTH];
    for (int step = 1; step <= STEPS; step++) {
      double[] gradient = floats(random, LENGTH);
      double[] plain = decaying.clone();
      double[] expected = decaying.clone();
      rule.kernel(step, 0.05).update(plain, gradient, sameMoments, 0, LENGTH);
      Arrays.setAll(expected, i -> plain[i] - DECAY * expected[i]);
      rule.kernel(step, 0.05, DECAY).update(decaying, gradient, moments, 0, LENGTH);
      assertThat(decaying).containsExactly(expected, within(1e-15));
      assertThat(moments).isDeepEqualTo(sameMoments);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theGradientStays(UpdateRule rule) {
    double[] gradient = floats(new Random(1), LENGTH);
    float[] gradient32 = rounded(gradient);
    double[] expected = gradient.clone();
    moved(rule, new double[LENGTH], gradient);
    moved(rule, new float[LENGTH], gradient32);
    assertThat(gradient).isEqualTo(expected);
    assertThat(gradient32).isEqualTo(rounded(expected));
  }

  private static double[] moved(UpdateRule rule, double[] parameters, double[] gradient) {
    double[] moved = parameters.clone();
    double[][] moments = new double[rule.moments().size()][parameters.length];
    for (int step = 1; step <= STEPS; step++) {
      rule.kernel(step, 0.05, DECAY).update(moved, gradient, moments, 0, moved.length);
    }
    return moved;
  }

  private static float[] moved(UpdateRule rule, float[] parameters, float[] gradient) {
    float[] moved = parameters.clone();
    float[][] moments = new float[rule.moments().size()][parameters.length];
    for (int step = 1; step <= STEPS; step++) {
      rule.kernel(step, 0.05, DECAY).update(moved, gradient, moments, 0, moved.length);
    }
    return moved;
  }

  /** Normal deviates that both precisions hold exactly. */
  private static double[] floats(Random random, int length) {
    double[] numbers = new double[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static float[] rounded(double[] numbers) {
    float[] rounded = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      rounded[i] = (float) numbers[i];
    }
    return rounded;
  }
}
