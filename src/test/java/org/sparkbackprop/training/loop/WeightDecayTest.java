package org.sparkbackprop.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.Momentum;
import org.sparkbackprop.optim.UpdateKernel;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.training.localsgd.LocalSgdSettings;
import org.sparkbackprop.training.localsgd.LocalWorker;
import org.sparkbackprop.training.localsgd.PartitionSamples;
import org.sparkbackprop.training.localsgd.Round;
import org.sparkbackprop.training.loop.Regularization.Course;
import org.sparkbackprop.training.loop.Regularization.Strength;

class WeightDecayTest {

  private static final Network NETWORK =
      Network.of(4, List.of(5), Activations.named("tanh").get(), 3);

  private static final Batch SAMPLES = RandomBatch.of(30, 4, 3, 1);
  private static final double RATE = 0.02;
  private static final double LAMBDA = 0.3;

  static Stream<UpdateRule> rules() {
    return Stream.of(
        new GradientDescent(),
        new Momentum(0.9, Momentum.Form.POLYAK),
        new Momentum(0.9, Momentum.Form.NESTEROV),
        new Adam(0.9, 0.999, 1e-8));
  }

  /** With biases that are not 0, as they would be at first. */
  private static double[] initial() {
    double[] parameters = Initializer.parameters(NETWORK, 4);
    for (Parameters.Tensor tensor : Parameters.tensors(NETWORK)) {
      for (int i = tensor.offset();
          !tensor.isWeights() && i < tensor.offset() + tensor.length();
          i++) {
        parameters[i] = 0.5;
      }
    }
    return parameters;
  }

  private static boolean[] isWeight() {
    boolean[] weights = new boolean[NETWORK.parameterCount()];
    for (Parameters.Tensor tensor : Parameters.tensors(NETWORK)) {
      for (int i = tensor.offset(); i < tensor.offset() + tensor.length(); i++) {
        weights[i] = tensor.isWeights();
      }
    }
    return weights;
  }

  private static TrainerSettings settings(UpdateRule rule, Strength strength) {
    return new TrainerSettings(
        rule,
        LearningRate.constant(RATE),
        new CostFunction(
            GradientScale.MEAN,
            SAMPLES.size(),
            SAMPLES.size(),
            Regularization.of(NETWORK, strength)),
        Stopping.Targets.none(),
        Recording.every(1),
        Duration.ofHours(1));
  }

  private static double[] afterFullBatches(TrainerSettings settings, int epochs) {
    return new Trainer(
            new LocalObjective(NETWORK, List.of(List.of(SAMPLES))), settings, epoch -> {})
        .run(TrainingState.initial(initial(), settings.optimizer()), epochs, Duration.ofHours(1))
        .state()
        .parameters();
  }

  /** A round of one step over all samples. */
  private static double[] afterMiniBatch(TrainerSettings settings, Precision precision) {
    LocalSgdSettings local = new LocalSgdSettings(settings, SAMPLES.size(), 1, 0, 0, 7);
    TrainingState from = TrainingState.initial(initial(), settings.optimizer());
    return new LocalWorker(new Backpropagation(NETWORK, precision), local)
        .run(
            new Round(0, 0, from.parameters(), from.optimizer()),
            0,
            new PartitionSamples(List.of(SAMPLES)))
        .parameters();
  }

  private static double[] decayed(double[] plain) {
    double[] expected = plain.clone();
    double[] before = initial();
    boolean[] weights = isWeight();
    for (int i = 0; i < expected.length; i++) {
      expected[i] -= weights[i] ? RATE * LAMBDA * before[i] : 0;
    }
    return expected;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aStepTakesItsShareOfTheWeightsAndLeavesTheBiases(UpdateRule rule) {
    TrainerSettings with = settings(rule, new Strength(0.1, LAMBDA));
    TrainerSettings without = settings(rule, new Strength(0.1, 0));
    assertThat(afterFullBatches(with, 1))
        .containsExactly(decayed(afterFullBatches(without, 1)), within(1e-15));
    assertThat(afterMiniBatch(with, Precision.DOUBLE))
        .containsExactly(decayed(afterMiniBatch(without, Precision.DOUBLE)), within(1e-15));
    assertThat(afterMiniBatch(with, Precision.FLOAT))
        .containsExactly(decayed(afterMiniBatch(without, Precision.FLOAT)), within(3e-7));
  }

  @Test
  void adamsDecayIsNotDividedByItsMoments() {
    // λ of the decay, and λ of an L2 regularisation whose gradient takes the same from a weight of
    // gradient descent, but not of Adam
    TrainerSettings decay = settings(new GradientDescent(), new Strength(0, LAMBDA));
    TrainerSettings l2 = settings(new GradientDescent(), new Strength(LAMBDA, 0));
    assertThat(afterFullBatches(decay, 3)).containsExactly(afterFullBatches(l2, 3), within(1e-14));
    Adam adam = new Adam(0.9, 0.999, 1e-8);
    double[] adamW = afterFullBatches(settings(adam, new Strength(0, LAMBDA)), 1);
    double[] adamWithL2 = afterFullBatches(settings(adam, new Strength(LAMBDA, 0)), 1);
    double largest = 0;
    for (int i = 0; i < adamW.length; i++) {
      largest = Math.max(largest, Math.abs(adamW[i] - adamWithL2[i]));
    }
    assertThat(largest).isGreaterThan(RATE * 0.1);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void slicesOfAnyBordersGiveTheBitsOfTheWhole(UpdateRule rule) {
    UpdateRule decaying = new WeightDecay(rule, LAMBDA, Regularization.of(NETWORK, 0).weights());
    int length = NETWORK.parameterCount();
    double[] gradient = Initializer.parameters(NETWORK, 9);
    UpdateKernel kernel = decaying.kernel(1, RATE);
    double[] whole = initial();
    double[][] moments = new double[rule.moments().size()][length];
    kernel.update(whole, gradient, moments, 0, length);
    for (int parts = 2; parts <= length; parts++) {
      double[] sliced = initial();
      double[][] ofSlices = new double[moments.length][length];
      for (int part = 0; part < parts; part++) {
        kernel.update(
            sliced, gradient, ofSlices, part * length / parts, (part + 1) * length / parts);
      }
      assertThat(sliced).isEqualTo(whole);
      assertThat(ofSlices).isDeepEqualTo(moments);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void withoutDecayItIsTheRuleItself(UpdateRule rule) {
    assertThat(settings(rule, new Strength(0.1, 0)).optimizerAt(0)).isSameAs(rule);
  }

  @Test
  void theFlatCosineFallsInTheSecondHalfOfTheTraining() {
    // after 3/4 of 8 epochs half of it, after 7/8 (1 + cos(3/4 π)) / 2
    Strength strength = new Strength(0, LAMBDA, Course.FLAT_COSINE, 8);
    Regularization regularization = Regularization.of(NETWORK, strength);
    for (double epoch : new double[] {0, 0.5, 3.9, 4}) {
      assertThat(regularization.share(epoch)).isEqualTo(1);
    }
    assertThat(regularization.share(6)).isCloseTo(0.5, within(1e-15));
    assertThat(regularization.share(7)).isCloseTo((2 - Math.sqrt(2)) / 4, within(1e-15));
    assertThat(regularization.share(8)).isZero();
    assertThat(regularization.share(9)).isZero();
    assertThat(Regularization.of(NETWORK, new Strength(0, LAMBDA)).share(1e6)).isEqualTo(1);
  }

  @Test
  void aDecayHasTheCourseOfTheTraining() {
    UpdateRule rule = new GradientDescent();
    TrainerSettings courses = settings(rule, new Strength(0, LAMBDA, Course.FLAT_COSINE, 2));
    // the steps of two epochs are in the middle of each, of which the second has half of the decay
    double[] second = afterFullBatches(settings(rule, new Strength(0, LAMBDA)), 1);
    double[] whole = afterFullBatches(settings(rule, new Strength(0, LAMBDA)), 2);
    double[] expected = afterFullBatches(courses, 2);
    boolean[] weights = isWeight();
    for (int i = 0; i < expected.length; i++) {
      double less = weights[i] ? RATE * LAMBDA / 2 * second[i] : 0;
      assertThat(expected[i]).isCloseTo(whole[i] + less, within(1e-15));
    }
  }
}
