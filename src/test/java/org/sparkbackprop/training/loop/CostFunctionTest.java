package org.sparkbackprop.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.GradientScale;

class CostFunctionTest {

  private static final Network NETWORK =
      Network.of(3, List.of(4), Activations.named("tanh").get(), 3);
  private static final Batch SAMPLES = RandomBatch.of(20, 3, 3, 5);

  private static Evaluation minimised(CostFunction cost, double[] at) {
    return cost.of(at, new LocalObjective(NETWORK, List.of(List.of(SAMPLES))).evaluate(at));
  }

  @ParameterizedTest
  @EnumSource(GradientScale.class)
  void theGradientIsThatOfTheCostWithItsRegularization(GradientScale scale) {
    CostFunction cost = new CostFunction(scale, 20, 20, Regularization.of(NETWORK, 0.3));
    double[] at = Initializer.parameters(NETWORK, 2);
    for (int i = 12; i < 16; i++) {
      at[i] = 0.5; // biases are not 0, so that it shows whether they are regularized
    }
    Evaluation evaluation = minimised(cost, at);
    for (int i = 0; i < at.length; i++) {
      double[] right = at.clone();
      double[] left = at.clone();
      right[i] += 1e-5;
      left[i] -= 1e-5;
      double slope = (minimised(cost, right).cost() - minimised(cost, left).cost()) / 2e-5;
      assertThat(evaluation.gradient()[i]).isCloseTo(slope, within(1e-7 * (1 + Math.abs(slope))));
    }
  }

  @Test
  void theMeanIsDividedOnceAndBiasesAreFree() {
    double[] at = Initializer.parameters(NETWORK, 2);
    for (int i = 12; i < 16; i++) {
      at[i] = 100;
    }
    double squares = 0;
    for (int i = 0; i < at.length; i++) {
      squares += (i >= 12 && i < 16) || i >= 28 ? 0 : at[i] * at[i];
    }
    Evaluation sums = new Evaluation(40, 0.5, new double[at.length]);
    CostFunction mean =
        new CostFunction(GradientScale.MEAN, 20, 20, Regularization.of(NETWORK, 0.2));
    Evaluation minimised = mean.of(at, sums);
    assertThat(minimised.cost()).isCloseTo(2 + 0.1 * squares, within(1e-12));
    assertThat(minimised.dataCost()).isEqualTo(40);
    assertThat(mean.mean(40)).isEqualTo(2);
  }
}
