package org.sparkbackprop.network;

import java.util.function.ToDoubleFunction;
import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * Random initial weights, normal with mean 0; biases are 0 initially. The variance should keep the
 * size of the activations from layer to layer.
 */
public final class Initializer {

  private static final long STREAM = 0x77656967687473L; // "weights"

  private Initializer() {}

  /** The flat parameters for a seed, with the deviation that suits each activation. */
  public static double[] parameters(Network network, long seed) {
    return parameters(network, Initializer::suited, seed);
  }

  /**
   * The flat parameters for a seed, in the order of {@link Parameters}.
   *
   * @param deviation the standard deviation of a layer's weights
   */
  public static double[] parameters(Network network, ToDoubleFunction<Layer> deviation, long seed) {
    CounterRandom random = new CounterRandom(seed, STREAM);
    double[] values = new double[network.parameterCount()];
    for (Parameters.Tensor tensor : Parameters.tensors(network)) {
      if (tensor.isWeights()) {
        double scale = deviation.applyAsDouble(network.layers().get(tensor.layer() - 1));
        for (int i = tensor.offset(); i < tensor.offset() + tensor.length(); i++) {
          values[i] = scale * random.normal(i);
        }
      }
    }
    return values;
  }

  /**
   * He's if the activation halves the variance, as relu does, LeCun's if it keeps it, as selu does,
   * else Glorot's.
   */
  public static double suited(Layer layer) {
    if (layer.activation().keepsVariance()) {
      return lecun(layer);
    }
    return layer.activation().halvesVariance() ? he(layer) : glorot(layer);
  }

  /** Variance 2 / (inputs + outputs): Glorot and Bengio (AISTATS 2010). */
  public static double glorot(Layer layer) {
    return Math.sqrt(2.0 / (layer.inputs() + layer.outputs()));
  }

  /** Variance 1 / inputs: LeCun et al. (Neural Networks: Tricks of the Trade, 1998). */
  public static double lecun(Layer layer) {
    return Math.sqrt(1.0 / layer.inputs());
  }

  /** Variance 2 / inputs: He et al. (ICCV 2015). */
  public static double he(Layer layer) {
    return Math.sqrt(2.0 / layer.inputs());
  }
}
