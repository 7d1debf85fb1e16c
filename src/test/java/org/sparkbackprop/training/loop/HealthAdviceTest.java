package org.sparkbackprop.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.HealthCheck;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.LayerHealth;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.training.loop.TrainingState.Effort;

class HealthAdviceTest {

  private static Network network(String activation, Integer... sizes) {
    List<Integer> hidden = List.of(sizes).subList(1, sizes.length - 1);
    return Network.of(
        sizes[0], hidden, Activations.named(activation).get(), sizes[sizes.length - 1]);
  }

  /** Uniform features from 0 to the scale; labels by chance. */
  private static Batch uniform(Network network, double scale) {
    CounterRandom random = new CounterRandom(11, 5);
    Batch batch = RandomBatch.of(300, network.inputs(), network.outputs(), 3);
    double[] x = ((DoubleMatrix) batch.inputs()).array();
    Arrays.setAll(x, i -> scale * random.uniform(i));
    return batch;
  }

  /** Three clouds at this distance from the origin, as far from each other as the textbook's. */
  private static Batch clouds(double distance) {
    Batch batch = RandomBatch.of(300, 2, 3, 5);
    double[] x = ((DoubleMatrix) batch.inputs()).array();
    for (int i = 0; i < 300; i++) {
      double angle = 2 * Math.PI * ClassLabels.of(batch.targets())[i] / 3;
      x[i] += distance * Math.cos(angle);
      x[300 + i] += distance * Math.sin(angle);
    }
    return batch;
  }

  private static EpochRecord record(double accuracy, LayerHealth... health) {
    return new EpochRecord(0, 1, 1, accuracy, 0, Effort.NONE, TimeParts.NONE).with(List.of(health));
  }

  private static List<String> advice(Network network, Batch batch, double[] weights) {
    Evaluation at = new LocalObjective(network, List.of(List.of(batch))).evaluate(weights);
    LayerHealth[] health = new HealthCheck(network, batch).of(weights).toArray(new LayerHealth[0]);
    return HealthAdvice.of(network, record(at.accuracy(), health));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "tanh", "relu", "selu", "silu", "gelu"})
  void initialWeightsAreWell(String activation) {
    Network small = network(activation, 2, 3, 3);
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(advice(small, clouds(3), Initializer.parameters(small, seed)))
          .as("clouds, seed %d", seed)
          .isEmpty();
    }
    for (long seed = 1; seed <= 20 && !activation.equals("relu"); seed++) {
      assertThat(advice(small, uniform(small, 1), Initializer.parameters(small, seed)))
          .as("uniform, seed %d", seed)
          .isEmpty();
    }
    Network large = network(activation, 784, 300, 10);
    assertThat(advice(large, uniform(large, 1), Initializer.parameters(large, 1))).isEmpty();
  }

  @Test
  void oneDeadReluOfThreeIsNothingToWorryAboutAndTwoAre() {
    // features that are never negative leave a relu dead whose weights both are: every fourth
    Network small = network("relu", 2, 3, 3);
    assertThat(advice(small, uniform(small, 1), Initializer.parameters(small, 1))).isEmpty();
    assertThat(advice(small, uniform(small, 1), Initializer.parameters(small, 5)))
        .singleElement()
        .asString()
        .startsWith("layer 1: 67 % of its relus are dead");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tanh", "relu", "selu", "silu", "gelu"})
  void deepNetworksOfOthersThanSigmoidAreWell(String activation) {
    Network deep = network(activation, 20, 20, 20, 20, 20, 20, 20, 20, 20, 4);
    assertThat(advice(deep, uniform(deep, 1), Initializer.parameters(deep, 1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,0.3,1000", "3,0.3,3000", "10,0.3,1000"})
  void trainedCloudsAreWellAlthoughTheirUnitsAreSaturated(
      double distance, double rate, int epochs) {
    Network network = network("sigmoid", 2, 3, 3);
    Batch batch = clouds(distance);
    double[] weights = trained(network, batch, rate / batch.size(), epochs);
    assertThat(advice(network, batch, weights)).isEmpty();
  }

  private static double[] trained(Network network, Batch batch, double rate, int epochs) {
    LocalObjective objective = new LocalObjective(network, List.of(List.of(batch)));
    double[] weights = Initializer.parameters(network, 1);
    for (int epoch = 0; epoch < epochs; epoch++) {
      double[] gradient = objective.evaluate(weights).gradient();
      for (int i = 0; i < weights.length; i++) {
        weights[i] -= rate * gradient[i];
      }
    }
    return weights;
  }

  @Test
  void featuresThatAreNotScaledSaturateTheFirstLayer() {
    Network network = network("sigmoid", 784, 300, 10);
    assertThat(advice(network, uniform(network, 255), Initializer.parameters(network, 1)))
        .singleElement()
        .asString()
        .startsWith(
            "layer 1: 98 % of its sigmoids are saturated; scale the features (preparation.st")
        .endsWith("start with smaller weights, or lower the learning rate");
  }

  @Test
  void hugeWeightsSaturateAnyLayer() {
    Network network = network("tanh", 20, 20, 20, 4);
    double[] weights = Initializer.parameters(network, 1);
    Parameters.Tensor second = Parameters.tensors(network).get(2);
    for (int i = second.offset(); i < second.offset() + second.length(); i++) {
      weights[i] *= 1000;
    }
    assertThat(advice(network, uniform(network, 1), weights))
        .singleElement()
        .asString()
        .matches("layer 2: \\d+ % of its tanhs are saturated; start with smaller weights, or .*");
  }

  @Test
  void deadRelusAreNamed() {
    Network network = network("relu", 20, 20, 20, 4);
    double[] weights = Initializer.parameters(network, 1);
    Parameters.Tensor bias = Parameters.tensors(network).get(3);
    Arrays.fill(weights, bias.offset(), bias.offset() + 15, -100);
    assertThat(advice(network, uniform(network, 1), weights))
        .containsExactly(
            "layer 2: 75 % of its relus are dead (0 for every sample); lower the learning rate, or"
                + " start with other weights (another training.seed)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"silu", "gelu"})
  void deadUnitsOfSmoothActivationsAreNamed(String activation) {
    Network network = network(activation, 20, 20, 20, 4);
    double[] weights = Initializer.parameters(network, 1);
    Parameters.Tensor bias = Parameters.tensors(network).get(3);
    Arrays.fill(weights, bias.offset(), bias.offset() + 15, -100);
    assertThat(advice(network, uniform(network, 1), weights))
        .singleElement()
        .asString()
        .startsWith(
            "layer 2: 75 %% of its %ss are dead (nearly 0 for every sample)".formatted(activation));
  }

  @Test
  void saturatedSelusAreNamed() {
    Network network = network("selu", 20, 20, 20, 4);
    double[] weights = Initializer.parameters(network, 1);
    Parameters.Tensor bias = Parameters.tensors(network).get(1);
    Arrays.fill(weights, bias.offset(), bias.offset() + 18, -100);
    assertThat(advice(network, uniform(network, 1), weights))
        .singleElement()
        .asString()
        .startsWith("layer 1: 90 % of its selus are saturated; scale the features");
  }

  @Test
  void theGradientVanishesThroughManySigmoids() {
    Network network = network("sigmoid", 20, 20, 20, 20, 20, 20, 20, 20, 20, 4);
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(advice(network, uniform(network, 1), Initializer.parameters(network, seed)))
          .singleElement()
          .asString()
          .matches(
              "the gradient vanishes: layer 1's is [1-9]e-0\\d of its weights, layer 9's 0\\.\\d+;"
                  + " use relu or fewer layers");
    }
  }

  @Test
  void theGradientHasVanishedOnThePlateauWhereSuchANetworkComesToRest() {
    Network network = network("sigmoid", 2, 10, 10, 10, 10, 10, 10, 10, 10, 3);
    Batch batch = clouds(3);
    double[] weights = trained(network, batch, 0.3 / batch.size(), 500);
    assertThat(advice(network, batch.select(IntStream.range(0, 200).toArray()), weights))
        .singleElement()
        .asString()
        .startsWith("the gradient vanishes: layer ");
  }

  @Test
  void theGradientExplodesThroughRelusOfFeaturesThatAreNotScaled() {
    Network network = network("relu", 784, 300, 10);
    assertThat(advice(network, uniform(network, 255), Initializer.parameters(network, 1)))
        .singleElement()
        .asString()
        .matches("the gradient explodes: layer 2's is \\d+ times its weights; lower the .*");
  }

  @Test
  void smallGradientsEverywhereAreAConvergedRunAndNoneIsNoGround() {
    Network network = network("sigmoid", 2, 3, 3);
    LayerHealth output = new LayerHealth(2, Double.NaN, Double.NaN, 1e-9);
    assertThat(HealthAdvice.of(network, record(0.7, new LayerHealth(1, 0.5, 0, 1e-10), output)))
        .isEmpty();
    // nearer to the inputs it is the larger one: nothing vanished on the way
    assertThat(HealthAdvice.of(network, record(0.7, new LayerHealth(1, 0.5, 0, 1e-2), output)))
        .isEmpty();
    LayerHealth none = new LayerHealth(1, 0, 0, Double.NaN);
    assertThat(HealthAdvice.of(network, record(0.7, none, output))).isEmpty();
    assertThat(HealthAdvice.of(network, record(0.7))).isEmpty();
  }

  @Test
  void whatIsWrongOnlyWhileThereIsSomethingToLearn() {
    Network network = network("sigmoid", 2, 3, 3);
    LayerHealth saturated = new LayerHealth(1, 0.9, 0.2, 1e-3);
    LayerHealth stuck = new LayerHealth(1, 0.7, 0.6, 1e-3);
    LayerHealth output = new LayerHealth(2, Double.NaN, Double.NaN, 1e-3);
    assertThat(HealthAdvice.of(network, record(0.9, saturated, output))).hasSize(1);
    assertThat(HealthAdvice.of(network, record(0.9, stuck, output)))
        .singleElement()
        .asString()
        .startsWith("layer 1: 60 % of its sigmoids are saturated for every sample; scale");
    assertThat(HealthAdvice.of(network, record(0.99, saturated, output))).isEmpty();
    assertThat(HealthAdvice.of(network, record(0.99, stuck, output))).isEmpty();
  }

  @Test
  void healthOfAnotherNetworkIsRefused() {
    EpochRecord record =
        record(
            0.5, Collections.nCopies(3, new LayerHealth(1, 0, 0, 0)).toArray(new LayerHealth[0]));
    assertThatThrownBy(() -> HealthAdvice.of(network("relu", 2, 3, 3), record))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("health of 3 layers does not fit network 2-3-3");
  }
}
