package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.util.List;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;

/**
 * L2 regularisation: λ/2 ‖W‖² over all weights, not the biases, is added to the cost, and λ W to
 * its gradient.
 *
 * @param l2 λ, 0 or a positive number; 0: none
 * @param weights the places of the weights in the flat parameters
 */
public record Regularization(double l2, List<Parameters.Tensor> weights) implements Serializable {

  /** No regularisation. */
  public static Regularization none() {
    return new Regularization(0, List.of());
  }

  /** Regularisation of a network's weights. */
  public static Regularization of(Network network, double l2) {
    return new Regularization(
        l2, Parameters.tensors(network).stream().filter(Parameters.Tensor::isWeights).toList());
  }

  /** λ/2 ‖W‖². */
  double cost(double[] parameters) {
    double squares = 0;
    for (Parameters.Tensor w : weights) {
      for (int i = w.offset(); i < w.offset() + w.length(); i++) {
        squares += parameters[i] * parameters[i];
      }
    }
    return l2 / 2 * squares;
  }

  /** gradient ← gradient + share λ W. */
  public void addGradient(double[] parameters, double[] gradient, double share) {
    if (l2 == 0) {
      return;
    }
    double factor = share * l2;
    for (Parameters.Tensor w : weights) {
      for (int i = w.offset(); i < w.offset() + w.length(); i++) {
        gradient[i] += factor * parameters[i];
      }
    }
  }

  /** The same in single precision. */
  public void addGradient(float[] parameters, float[] gradient, double share) {
    if (l2 == 0) {
      return;
    }
    float factor = (float) (share * l2);
    for (Parameters.Tensor w : weights) {
      for (int i = w.offset(); i < w.offset() + w.length(); i++) {
        gradient[i] += factor * parameters[i];
      }
    }
  }
}
