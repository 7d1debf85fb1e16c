package org.sparkbackprop.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.activation.Relu;
import org.sparkbackprop.network.activation.Sigmoid;
import org.sparkbackprop.network.activation.Tanh;
import org.sparkbackprop.network.loss.ClassLabels;

class HealthCheckTest {

  private static Batch column(double... x) {
    return new Batch(
        DoubleMatrix.columnMajor(x, 0, x.length, 1), new ClassLabels(new int[x.length]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "tanh"})
  void saturatedPairsAndStuckUnitsAreCounted(String activation) {
    // Samples 1, 0, −1, 2; W1 = (100 0), b1 = (0 50).
    // Unit 1: f(100), f(0), f(−100), f(200): three of four saturated.
    // Unit 2: f(50) for all: four of four, so that no sample moves it.
    Network network = Network.of(1, List.of(2), Activations.named(activation).get(), 2);
    double[] weights = {100, 0, 0, 50, 1, 2, 3, 4, 0, 0};
    List<LayerHealth> health = new HealthCheck(network, column(1, 0, -1, 2)).of(weights);
    assertThat(health).extracting(LayerHealth::layer).containsExactly(1, 2);
    assertThat(health.get(0).saturated()).isEqualTo(7.0 / 8);
    assertThat(health.get(0).stuck()).isEqualTo(1.0 / 2);
    assertThat(health.get(1).saturated()).isNaN(); // no activation
    assertThat(health.get(1).stuck()).isNaN();
    assertThat(health.get(1).fields()).containsOnlyKeys("layer", "gradient");
  }

  @Test
  void reluUnitsThatAreZeroForAllSamplesAreStuckAndNotSaturated() {
    Network network = Network.of(3, List.of(4, 5), new Relu(), 2);
    double[] weights = Initializer.parameters(network, 4);
    Parameters.Tensor bias = Parameters.tensors(network).get(3);
    Arrays.fill(weights, bias.offset(), bias.offset() + bias.length(), -100);
    List<LayerHealth> health = new HealthCheck(network, RandomBatch.of(200, 3, 2, 1)).of(weights);
    assertThat(health.get(0)).isEqualTo(new LayerHealth(1, 0, 0, 0)); // no error reaches it
    assertThat(health.get(1)).isEqualTo(new LayerHealth(2, 0, 1, 0));
    weights[bias.offset()] = 100;
    assertThat(new HealthCheck(network, RandomBatch.of(200, 3, 2, 1)).of(weights).get(1).stuck())
        .isEqualTo(4.0 / 5);
  }

  @Test
  void gradientIsThatOfTheWorkedExample() {
    // BackpropagationTest.workedExampleOfTwoLayers: W1 = (0), W2 = (2 0), ∇W2 = (p/2 −p/2).
    // Root mean squares: √2 of W2, p/2 of its gradient; W1 is 0 and no measure of anything.
    Network network = Network.of(1, List.of(1), new Sigmoid(), 2);
    Batch sample =
        new Batch(
            DoubleMatrix.columnMajor(new double[] {1}, 0, 1, 1), new ClassLabels(new int[] {1}));
    List<LayerHealth> health = new HealthCheck(network, sample).of(new double[] {0, 0, 2, 0, 0, 0});
    double p = Math.E / (Math.E + 1);
    assertThat(health.get(1).gradient()).isCloseTo(p / 2 / Math.sqrt(2), within(1e-15));
    assertThat(health.get(0).gradient()).isNaN();
    assertThat(health.get(0).fields()).containsOnlyKeys("layer", "saturated", "stuck");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "tanh", "relu", "selu", "silu", "gelu"})
  void gradientsAreTheMeansOfBackpropagation(String activation) {
    Network network = Network.of(5, List.of(4, 3), Activations.named(activation).get(), 3);
    double[] weights = Initializer.parameters(network, 6);
    Batch probe = RandomBatch.of(70, 5, 3, 2);
    double[] sums =
        new Backpropagation(network, Precision.DOUBLE)
            .gradients(weights, List.of(probe).iterator())
            .values();
    HealthCheck check = new HealthCheck(network, probe);
    check.of(Initializer.parameters(network, 7)); // leaves nothing behind
    for (LayerHealth layer : check.of(weights)) {
      Parameters.Tensor w = Parameters.tensors(network).get(2 * (layer.layer() - 1));
      double expected = Math.sqrt(squares(sums, w) / squares(weights, w)) / 70;
      assertThat(layer.gradient()).isCloseTo(expected, within(1e-12 * expected));
    }
  }

  private static double squares(double[] values, Parameters.Tensor tensor) {
    return Arrays.stream(values, tensor.offset(), tensor.offset() + tensor.length())
        .map(x -> x * x)
        .sum();
  }

  @Test
  void aCheckTravelsToATaskAndFindsTheSameThere() throws Exception {
    Network network = Network.of(5, List.of(4), new Tanh(), 3);
    double[] weights = Initializer.parameters(network, 6);
    HealthCheck check = new HealthCheck(network, RandomBatch.of(70, 5, 3, 2));
    List<LayerHealth> here = check.of(weights);
    HealthCheck there = (HealthCheck) copied(check);
    assertThat(there.of(weights)).isEqualTo(here).isEqualTo(check.of(weights));
    assertThat(copied(here)).isEqualTo(here);
  }

  private static Object copied(Object object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(object);
    }
    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return input.readObject();
    }
  }

  @Test
  void aProbeThatDoesNotFitIsRefused() {
    Network network = Network.of(5, List.of(4), new Tanh(), 3);
    assertThatThrownBy(() -> new HealthCheck(network, RandomBatch.of(70, 4, 3, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a probe needs samples of 5 features, not 70 samples of 4 features");
    assertThatThrownBy(() -> new HealthCheck(network, RandomBatch.of(0, 5, 3, 2)))
        .hasMessageContaining("not 0 samples");
  }
}
