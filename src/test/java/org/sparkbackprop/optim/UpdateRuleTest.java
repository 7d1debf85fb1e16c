package org.sparkbackprop.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formulas of the update rules against numbers computed by hand. */
class UpdateRuleTest {

  /** One weight, and the steps that a rule takes with it from one given gradient to the next. */
  private static final class OneWeight {

    private final UpdateRule rule;
    private final double learningRate;
    private final OptimizerState state;
    private final double[] parameters;

    OneWeight(UpdateRule rule, double learningRate, double start) {
      this.rule = rule;
      this.learningRate = learningRate;
      this.state = rule.initialState(1);
      this.parameters = new double[] {start};
    }

    double after(double gradient) {
      Evaluation at = Problem.evaluation(0, new double[] {gradient});
      Objective unused =
          point -> {
            throw new AssertionError("an update rule evaluates nothing");
          };
      assertThat(rule.step(unused, parameters, at, learningRate, state))
          .isEqualTo(new Optimizer.Step(true, null));
      return parameters[0];
    }

    double remembered(String name) {
      return state.vectors().get(name)[0];
    }
  }

  @Test
  void adamsFirstSteps() {
    OneWeight weight = new OneWeight(new Adam(0.5, 0.75, 0.5), 1, 1);
    // m = 0.5·2 = 1, v = 0.25·2² = 1; m̂ = 1 / (1 − 0.5) = 2, v̂ = 1 / (1 − 0.75) = 4
    // w = 1 − 2 / (√4 + 0.5) = 1 − 0.8
    assertThat(weight.after(2)).isCloseTo(0.2, within(1e-15));
    assertThat(weight.remembered("m")).isEqualTo(1);
    assertThat(weight.remembered("v")).isEqualTo(1);
    // m = 0.5·1 + 0.5·(−2) = −0.5, v = 0.75·1 + 0.25·4 = 1.75
    // m̂ = −0.5 / (1 − 0.25) = −2/3, v̂ = 1.75 / (1 − 0.5625) = 4
    // w = 0.2 + 2/3 / (√4 + 0.5) = 3/15 + 4/15
    assertThat(weight.after(-2)).isCloseTo(7 / 15.0, within(1e-15));
    assertThat(weight.remembered("m")).isEqualTo(-0.5);
    assertThat(weight.remembered("v")).isEqualTo(1.75);
    assertThat(weight.remembered(UpdateRule.STEPS)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1, 1e6})
  void adamsFirstStepIsTheLearningRateWhateverTheGradient(double gradient) {
    Adam adam = new Adam(0.9, 0.999, 1e-12);
    assertThat(new OneWeight(adam, 0.01, 0).after(gradient)).isCloseTo(-0.01, within(1e-10));
    assertThat(new OneWeight(adam, 0.01, 0).after(-gradient)).isCloseTo(0.01, within(1e-10));
  }

  @Test
  void momentumsFirstSteps() {
    OneWeight weight = new OneWeight(new Momentum(0.5, Momentum.Form.POLYAK), 0.25, 1);
    // v = −0.25·2 = −0.5, w = 1 − 0.5
    assertThat(weight.after(2)).isEqualTo(0.5);
    // v = 0.5·(−0.5) − 0.25·4 = −1.25, w = 0.5 − 1.25
    assertThat(weight.after(4)).isEqualTo(-0.75);
    // v = 0.5·(−1.25) − 0 = −0.625: it rolls on where there is no slope
    assertThat(weight.after(0)).isEqualTo(-1.375);
    assertThat(weight.remembered("velocity")).isEqualTo(-0.625);
  }

  @Test
  void nesterovsFirstSteps() {
    OneWeight weight = new OneWeight(new Momentum(0.5, Momentum.Form.NESTEROV), 0.25, 1);
    // v = −0.25·2 = −0.5, w = 1 + 0.5·(−0.5) − 0.5
    assertThat(weight.after(2)).isEqualTo(0.25);
    // v = 0.5·(−0.5) − 0.25·4 = −1.25, w = 0.25 + 0.5·(−1.25) − 1
    assertThat(weight.after(4)).isEqualTo(-1.375);
    assertThat(weight.remembered("velocity")).isEqualTo(-1.25);
  }

  /**
   * v ← μ v − η J′(x + μ v), x ← x + v, as Sutskever et al. write it; the parameters are x + μ v.
   */
  @Test
  void nesterovsWeightsAreThePointsLookedAheadTo() {
    OneWeight weight = new OneWeight(new Momentum(0.9, Momentum.Form.NESTEROV), 0.05, 3);
    double w = 3;
    double x = 3;
    double v = 0;
    for (int step = 0; step < 50; step++) {
      v = 0.9 * v - 0.05 * slope(x + 0.9 * v);
      x += v;
      w = weight.after(slope(w));
      assertThat(w).isCloseTo(x + 0.9 * v, within(1e-13));
    }
  }

  /** Of x² + cos x. */
  private static double slope(double x) {
    return 2 * x - Math.sin(x);
  }

  @ParameterizedTest
  @EnumSource(Momentum.Form.class)
  void withoutMomentumItIsGradientDescent(Momentum.Form form) {
    OneWeight weight = new OneWeight(new Momentum(0, form), 0.25, 1);
    OneWeight expected = new OneWeight(new GradientDescent(), 0.25, 1);
    for (double gradient : new double[] {0.3, -7, 1e3}) {
      assertThat(weight.after(gradient)).isEqualTo(expected.after(gradient));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 2, Double.NaN})
  void aMomentumThatDoesNotFadeIsRefused(double momentum) {
    assertThatThrownBy(() -> new Momentum(momentum, Momentum.Form.POLYAK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(momentum));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.999, 1e-8", "-0.1, 0.999, 1e-8", "NaN, 0.999, 1e-8",
    "0.9, 1, 1e-8", "0.9, -0.1, 1e-8", "0.9, NaN, 1e-8",
    "0.9, 0.999, 0", "0.9, 0.999, -1", "0.9, 0.999, NaN"
  })
  void constantsOfAdamOutOfRangeAreRefused(double beta1, double beta2, double epsilon) {
    assertThatThrownBy(() -> new Adam(beta1, beta2, epsilon))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%s, %s and %s".formatted(beta1, beta2, epsilon));
  }
}
