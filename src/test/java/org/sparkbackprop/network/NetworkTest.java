package org.sparkbackprop.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.activation.Identity;
import org.sparkbackprop.network.activation.Relu;
import org.sparkbackprop.network.activation.Sigmoid;
import org.sparkbackprop.network.activation.Tanh;

class NetworkTest {

  @Test
  void countsWeightsAndBiases() {
    Network network = Network.of(784, List.of(30), new Sigmoid(), 10);
    assertThat(network.parameterCount()).isEqualTo(784 * 30 + 30 + 30 * 10 + 10);
    assertThat(network).hasToString("784-30-10");
    assertThat(Parameters.tensors(network))
        .extracting(Parameters.Tensor::name)
        .containsExactly("W1", "b1", "W2", "b2");
  }

  @Test
  void layersThatDoNotFitAreBothNamed() {
    List<Layer> layers = List.of(new Layer(2, 30, new Tanh()), new Layer(20, 3, new Identity()));
    assertThatThrownBy(() -> new Network(layers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer 1 has 30 units while layer 2 takes 20 inputs");
  }

  @Test
  void operationsAreThoseOfTheFiveProducts() {
    // X W1, Z W2, Zᵀδ₂, δ₂ W2ᵀ, Xᵀδ₁: 2 (6 + 9 + 9 + 9 + 6)
    assertThat(Network.of(2, List.of(3), new Sigmoid(), 3).operationsPerSample()).isEqualTo(78);
  }

  @Test
  void parametersOfAnotherNetworkAreRefused() {
    Network network = Network.of(2, List.of(3), new Sigmoid(), 3);
    Parameters parameters = new Parameters(network, Precision.DOUBLE);
    assertThatThrownBy(() -> parameters.set(new double[20]))
        .hasMessage("the network has 21 parameters, not 20");
  }

  @Test
  void initialWeightsHaveTheVarianceOfTheirLayerAndBiasesAreZero() {
    Network sigmoid = Network.of(300, List.of(200), new Sigmoid(), 10);
    assertThat(variance(sigmoid, "W1")).isCloseTo(2.0 / 500, within(0.0001));
    Network relu = Network.of(300, List.of(200), new Relu(), 10);
    assertThat(variance(relu, "W1")).isCloseTo(2.0 / 300, within(0.0002));
    double[] values = Initializer.parameters(relu, 1);
    Parameters.Tensor bias = Parameters.tensors(relu).get(1);
    assertThat(Arrays.copyOfRange(values, bias.offset(), bias.offset() + bias.length()))
        .containsOnly(0);
    assertThat(values).isEqualTo(Initializer.parameters(relu, 1));
    assertThat(values).isNotEqualTo(Initializer.parameters(relu, 2));
  }

  @Test
  void theVarianceOfWeightsSuitsTheActivation() {
    for (String name : List.of("relu", "silu", "gelu")) {
      Network network = Network.of(300, List.of(200), Activations.named(name).get(), 10);
      assertThat(variance(network, "W1")).as(name).isCloseTo(2.0 / 300, within(0.0002));
    }
    Network selu = Network.of(300, List.of(200), Activations.named("selu").get(), 10);
    assertThat(variance(selu, "W1")).isCloseTo(1.0 / 300, within(0.0001));
    assertThat(Initializer.lecun(selu.layers().get(0))).isEqualTo(Math.sqrt(1.0 / 300));
  }

  private static double variance(Network network, String name) {
    double[] values = Initializer.parameters(network, 1);
    Parameters.Tensor tensor =
        Parameters.tensors(network).stream()
            .filter(t -> t.name().equals(name))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(values, tensor.offset(), tensor.offset() + tensor.length())
        .map(w -> w * w)
        .average()
        .orElseThrow();
  }
}
