package org.sparkbackprop.network;

import java.util.Iterator;
import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * Backpropagation (Rumelhart, Hinton and Williams, Nature 323, 1986) for softmax with negative
 * log-likelihood:
 *
 * <pre>
 *   δ_L = Y − T                      ∇W_l = Z_{l−1}ᵀ δ_l      ∇b_l = column sums of δ_l
 *   δ_{l−1} = (δ_l W_lᵀ) ⊙ f′(Z_{l−1})
 * </pre>
 *
 * <p>Its buffers are used again by the next block. Not for use by two threads at once.
 */
public final class Backpropagation {

  private final Network network;
  private final Parameters parameters;
  private final ForwardPass forward;
  private final BlockBuffer[] buffers;

  /** Backpropagation through a network with these parameters, which may change between blocks. */
  public Backpropagation(Network network, Parameters parameters) {
    this.network = network;
    this.parameters = parameters;
    this.forward = new ForwardPass(network, parameters);
    this.buffers = BlockBuffer.array(network.depth());
  }

  /**
   * Adds a block's gradient, cost and number correct to the sums, all of the present parameters.
   *
   * @param batch not modified
   */
  public void addGradients(Batch batch, Gradients sums) {
    Parameters gradient = new Parameters(network, sums.values());
    DoubleMatrix[] z = forward.activations(batch.inputs());
    DoubleMatrix error = z[network.depth()];
    SoftmaxLikelihood.error(error, batch.labels(), sums); // δ_L = Y − T
    for (int l = network.depth(); l >= 1; l--) {
      gradient.weights(l).addProduct(z[l - 1].transpose(), error); // ∇W_l = Z_{l−1}ᵀ δ_l
      gradient.bias(l).addColumnSums(error); // ∇b_l = column sums of δ_l
      if (l > 1) {
        error = errorLeftOf(l, error, z[l - 1]);
      }
    }
  }

  /** The sums over blocks, added in the order in which they come. */
  public Gradients gradients(Iterator<Batch> batches) {
    Gradients sums = new Gradients(network.parameterCount());
    while (batches.hasNext()) {
      addGradients(batches.next(), sums);
    }
    return sums;
  }

  /**
   * δ_{l−1} = (δ_l W_lᵀ) ⊙ f′(Z_{l−1}): the error of a layer from that of the layer to its right.
   */
  private DoubleMatrix errorLeftOf(int layer, DoubleMatrix error, DoubleMatrix z) {
    DoubleMatrix left = buffers[layer - 1].matrix(z.rows(), z.columns());
    left.setToProduct(error, parameters.weights(layer).transpose());
    left.apply(network.layers().get(layer - 2).activation(), z);
    return left;
  }
}
