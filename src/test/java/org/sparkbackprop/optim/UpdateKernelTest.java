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

  static Stream<UpdateRule> rules() {
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
        rule.kernel(step, 0.05).update(parameters, gradient, moments);
        rule.kernel(step, 0.05).update(weights32, rounded(gradient), moments32);
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
      rule.kernel(step, 0.05).update(moved, gradient, moments);
    }
    return moved;
  }

  private static float[] moved(UpdateRule rule, float[] parameters, float[] gradient) {
    float[] moved = parameters.clone();
    float[][] moments = new float[rule.moments().size()][parameters.length];
    for (int step = 1; step <= STEPS; step++) {
      rule.kernel(step, 0.05).update(moved, gradient, moments);
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
