package org.sparkbackprop.network;

import org.sparkbackprop.linalg.CounterRandom;

/**
 * Random weights to begin with; biases begin at 0.
 *
 * <p>Weights are normal with mean 0. Their variance keeps the size of the activations from layer to
 * layer: 2 / (inputs + outputs) by Glorot and Bengio (AISTATS 2010), and 2 / inputs into relu units
 * by He et al. (ICCV 2015).
 */
public final class Initializer {

  private static final long STREAM = 0x77656967687473L; // "weights"

  private Initializer() {}

  /** The flat parameters that belong to a seed, in the order of {@link Parameters}. */
  public static double[] parameters(Network network, long seed) {
    CounterRandom random = new CounterRandom(seed, STREAM);
    double[] values = new double[network.parameterCount()];
    for (Parameters.Tensor tensor : Parameters.tensors(network)) {
      if (tensor.isWeights()) {
        double deviation = deviation(network.layers().get(tensor.layer() - 1));
        for (int i = tensor.offset(); i < tensor.offset() + tensor.length(); i++) {
          values[i] = deviation * random.normal(i);
        }
      }
    }
    return values;
  }

  private static double deviation(Layer layer) {
    boolean relu = layer.activation() instanceof Relu;
    return Math.sqrt(2.0 / (relu ? layer.inputs() : layer.inputs() + layer.outputs()));
  }
}
