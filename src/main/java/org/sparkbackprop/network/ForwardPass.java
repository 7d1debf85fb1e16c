package org.sparkbackprop.network;

import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * Forward through the layers: Z₀ = X, Z_l = f(Z_{l−1} W_l + b_l); the last Z are scores.
 *
 * <p>Its buffers are used again by the next block; what a call returns is valid until the next
 * call. Not for use by two threads at once.
 */
public final class ForwardPass {

  private final Network network;
  private final Parameters parameters;
  private final BlockBuffer[] buffers;

  /** A forward pass by these parameters, which may change between two blocks. */
  public ForwardPass(Network network, Parameters parameters) {
    this.network = network;
    this.parameters = parameters;
    this.buffers = BlockBuffer.array(network.depth());
  }

  /**
   * Z₀ to Z_L of a block.
   *
   * @param inputs X, (samples × features); not modified
   */
  DoubleMatrix[] activations(DoubleMatrix inputs) {
    DoubleMatrix[] z = new DoubleMatrix[network.depth() + 1];
    z[0] = inputs;
    for (int l = 1; l <= network.depth(); l++) {
      Layer layer = network.layers().get(l - 1);
      z[l] = buffers[l - 1].matrix(inputs.rows(), layer.outputs());
      z[l].setToProduct(z[l - 1], parameters.weights(l));
      z[l].addToEachRow(parameters.bias(l));
      z[l].apply(layer.activation());
    }
    return z;
  }

  /**
   * The probability of every class, (samples × classes).
   *
   * @param inputs X, (samples × features); not modified
   */
  public DoubleMatrix probabilities(DoubleMatrix inputs) {
    DoubleMatrix scores = activations(inputs)[network.depth()];
    SoftmaxLikelihood.probabilities(scores);
    return scores;
  }

  /** Adds a block's cost and confusion counts to the score. */
  public void addScore(Batch batch, Score score) {
    DoubleMatrix scores = activations(batch.inputs())[network.depth()];
    SoftmaxLikelihood.score(scores, batch.labels(), score);
  }
}
