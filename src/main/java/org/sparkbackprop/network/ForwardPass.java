package org.sparkbackprop.network;

import java.util.Arrays;
import java.util.Iterator;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Factor;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.loss.Loss;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.network.loss.Temperatures;

/**
 * Forward through the layers: Z₀ = X, Z_l = f(Z_{l−1} W_l + b_l); the last Z is the scores. X may
 * be sparse, and then stays sparse.
 *
 * <p>Each block reuses the buffers; what a call returns is valid until the next call. Not
 * thread-safe.
 */
public final class ForwardPass {

  private final Network network;
  private final Parameters parameters;
  private final MatrixBuffer inputs;
  private final MatrixBuffer[] buffers;
  private final MatrixBuffer[] derivatives;
  private final MatrixBuffer[] sameForAll;
  private final MatrixBuffer scores = new MatrixBuffer(Precision.DOUBLE);
  private final Matrix[] z;
  private final Factor[] given;
  private final Matrix[] operands;
  private final Loss loss;

  /** A forward pass computed in this precision. */
  public ForwardPass(Network network, Precision precision) {
    this(network, precision, new Parameters(network, precision));
  }

  private ForwardPass(Network network, Precision precision, Parameters parameters) {
    this.network = network;
    this.parameters = parameters;
    this.loss = network.loss().create();
    this.inputs = new MatrixBuffer(precision);
    this.buffers = MatrixBuffer.array(precision, network.depth());
    this.derivatives = MatrixBuffer.array(precision, network.depth());
    this.sameForAll = new MatrixBuffer[network.depth()];
    Arrays.fill(sameForAll, new MatrixBuffer(precision));
    this.z = new Matrix[network.depth() + 1];
    this.operands = new Matrix[network.depth() + 1];
    this.given = new Factor[network.depth() + 1];
  }

  /** A forward pass in this precision, with these flat parameters. */
  public static ForwardPass of(Network network, Precision precision, double[] parameters) {
    ForwardPass forward = new ForwardPass(network, precision);
    forward.parameters().set(parameters);
    return forward;
  }

  /**
   * A forward pass in double precision over flat parameters that are not copied: several passes can
   * share an array.
   */
  public static ForwardPass sharing(Network network, double[] parameters) {
    return new ForwardPass(network, Precision.DOUBLE, Parameters.sharing(network, parameters));
  }

  /** Another forward pass with the same parameters, but buffers of its own. */
  ForwardPass sharing() {
    return new ForwardPass(network, parameters.flat().precision(), parameters);
  }

  /** The parameters; they may change between two blocks. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * Z₁ to Z_L of a block, each at its number.
   *
   * @param x X, (samples × features); not modified
   */
  Matrix[] activations(Block x) {
    return activations(x, Dropout.NONE, sameForAll);
  }

  /** The same with dropout, and {@link #operands()} for a step backward. */
  Matrix[] activations(Block x, Dropout dropout) {
    return activations(x, dropout, derivatives);
  }

  /**
   * The same.
   *
   * @param rooms for the derivatives of layers whose activation gives them
   */
  private Matrix[] activations(Block x, Dropout dropout, MatrixBuffer[] rooms) {
    given[0] = x.in(inputs);
    for (int l = 1; l <= network.depth(); l++) {
      Layer layer = network.layers().get(l - 1);
      z[l] = buffers[l - 1].matrix(x.rows(), layer.outputs());
      z[l].setToProduct(given[l - 1], parameters.weights(l));
      // Z_l = f(D_{l−1} W_l + b_l)
      operands[l] = layer.activation().forward(z[l], parameters.bias(l), rooms[l - 1]);
      given[l] = l < network.depth() ? dropout.dropped(l, z[l]) : z[l];
    }
    return z;
  }

  /** D₀ to D_L of the latest block: the output of each layer after dropout; D₀ is X. */
  Factor[] given() {
    return given;
  }

  /**
   * What the backward steps of layers 1 to L need of the latest block with dropout, each at its
   * number: Z_l, or f′.
   */
  Matrix[] operands() {
    return operands;
  }

  /**
   * The predictions, (samples × outputs): the probability of every class.
   *
   * @param x X, (samples × features); not modified
   */
  public DoubleMatrix predictions(Block x) {
    DoubleMatrix y = scores(x);
    loss.predict(y);
    return y;
  }

  /** The score of the predictions of all samples of some blocks. */
  public Score score(Iterator<Batch> batches) {
    return score(batches, Temperatures.NONE);
  }

  /** The same with the costs at some temperatures. */
  public Score score(Iterator<Batch> batches, Temperatures temperatures) {
    Score score = loss.newScore(network.outputs());
    while (batches.hasNext()) {
      Batch batch = batches.next();
      DoubleMatrix y = scores(batch.inputs());
      if (temperatures.factors().length > 0) {
        loss.addCosts(y, batch.targets(), batch.weights(), temperatures, score);
      }
      loss.addScore(y, batch.targets(), batch.weights(), score);
      score.addWeight(batch.totalWeight());
    }
    return score;
  }

  private DoubleMatrix scores(Block x) {
    return (DoubleMatrix) activations(x)[network.depth()].in(scores);
  }
}
