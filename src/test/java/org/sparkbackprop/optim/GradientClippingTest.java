package org.sparkbackprop.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GradientClippingTest {

  private static double norm(double[] gradient) {
    return Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
  }

  private static double[] random(int length) {
    Random random = new Random(length);
    return random.doubles(length, -1, 1).map(x -> (float) x).toArray();
  }

  private static float[] narrow(double[] numbers) {
    float[] narrow = new float[numbers.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) numbers[i];
    }
    return narrow;
  }

  @Test
  void aLongGradientKeepsItsDirectionAndGetsTheNorm() {
    for (int length : new int[] {1, 2, 3, 5, 511, 512, 513, 2000}) {
      double[] gradient = random(length);
      double[] clipped = gradient.clone();
      float[] clipped32 = narrow(gradient);
      double most = norm(gradient) / 3;
      GradientClipping.clip(clipped, most);
      GradientClipping.clip(clipped32, most);
      assertThat(norm(clipped)).isCloseTo(most, within(1e-12 * most));
      for (int i = 0; i < length; i++) {
        assertThat(clipped[i]).isCloseTo(gradient[i] / 3, within(1e-15));
        assertThat((double) clipped32[i]).isCloseTo(gradient[i] / 3, within(1e-7));
      }
    }
  }

  @Test
  void aShortGradientKeepsItsBits() {
    double[] gradient = random(1000);
    double[] same = gradient.clone();
    GradientClipping.clip(same, norm(gradient) * 1.001);
    assertThat(same).isEqualTo(gradient);
    GradientClipping.clip(same, Double.POSITIVE_INFINITY);
    assertThat(same).isEqualTo(gradient);
    double[] zeros = new double[3];
    GradientClipping.clip(zeros, 1e-9);
    assertThat(zeros).containsOnly(0);
  }

  @Test
  void chunksOfTheSameGradientHaveTheSameSquaresInBothPrecisions() {
    double[] gradient = random(1500);
    double sum = 0;
    for (int from = 0; from < 1500; from += GradientClipping.CHUNK) {
      double squares = GradientClipping.squaresOfChunk(gradient, from);
      assertThat(GradientClipping.squaresOfChunk(narrow(gradient), from)).isEqualTo(squares);
      sum += squares;
    }
    assertThat(Math.sqrt(sum)).isCloseTo(norm(gradient), within(1e-12));
  }

  @Test
  void aGradientThatIsNotFiniteStaysSo() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
      double[] gradient = {1, value};
      GradientClipping.clip(gradient, 1);
      assertThat(Evaluation.allFinite(gradient)).isFalse();
    }
  }

  /** (3, 4) has the norm 5: scaled down to 1 it is (0.6, 0.8). */
  @Test
  void aStepTakesTheScaledGradientAndLeavesTheGivenOne() {
    UpdateRule rule = new ClippedRule(new GradientDescent(), 1);
    double[] parameters = {1, 1};
    Evaluation at = Problem.evaluation(0, new double[] {3, 4});
    rule.step(null, parameters, at, 0.5, rule.initialState(2));
    assertThat(parameters).containsExactly(new double[] {0.7, 0.6}, within(1e-15));
    assertThat(at.gradient()).containsExactly(3, 4);
  }

  @Test
  void aNormThatIsNotPositiveIsRefused() {
    for (double norm : new double[] {0, -1, Double.NaN}) {
      assertThatThrownBy(() -> new ClippedRule(new GradientDescent(), norm))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(norm));
    }
  }
}
