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
 * Forward through the layers: Z₀ = X, Z_l = f(Z_{l−1} W_l + b_l); the last Z is the scores, of
 * which an ensemble takes the mean over its members. X may be sparse, and then stays sparse.
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
  private final MatrixBuffer observed = new MatrixBuffer(Precision.DOUBLE);
  private final MatrixBuffer means = new MatrixBuffer(Precision.DOUBLE);
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
   * Begins with a block.
   *
   * @param x X, (samples × features); not modified
   */
  void begin(Block x) {
    given[0] = x.in(inputs);
  }

  /** Z₁ to Z_L of a member for the block, each at its number; members count from 0. */
  Matrix[] activations(int member) {
    return activations(member, Dropout.NONE, sameForAll);
  }

  /** The same with dropout, and {@link #operands()} for a step backward. */
  Matrix[] activations(int member, Dropout dropout) {
    return activations(member, dropout, derivatives);
  }

  /**
   * The same.
   *
   * @param rooms for the derivatives of layers whose activation gives them
   */
  private Matrix[] activations(int member, Dropout dropout, MatrixBuffer[] rooms) {
    for (int l = 1; l <= network.depth(); l++) {
      Layer layer = network.layers().get(l - 1);
      z[l] = buffers[l - 1].matrix(given[0].rows(), layer.outputs());
      z[l].setToProduct(given[l - 1], parameters.weights(member, l));
      // Z_l = f(D_{l−1} W_l + b_l)
      operands[l] = layer.activation().forward(z[l], parameters.bias(member, l), rooms[l - 1]);
      given[l] = l < network.depth() ? dropout.dropped(member, l, z[l]) : z[l];
    }
    return z;
  }

  /** D₀ to D_L of the latest member: the output of each layer after dropout; D₀ is X. */
  Factor[] given() {
    return given;
  }

  /**
   * What the backward steps of layers 1 to L need of the latest member with dropout, each at its
   * number: Z_l, or f′.
   */
  Matrix[] operands() {
    return operands;
  }

  /**
   * The predictions, (samples × predictions): the probability of every class or label, or numbers.
   *
   * @param x X, (samples × features); not modified
   */
  public DoubleMatrix predictions(Block x) {
    return loss.predict(scores(x));
  }

  /** The score of the predictions of all samples of some blocks. */
  public Score score(Iterator<Batch> batches) {
    return score(batches, Temperatures.NONE);
  }

  /** Looks at the predictions of a block. */
  public interface Observer {
    /**
     * Sees them; they are valid until the call returns.
     *
     * @param predictions as of {@link #predictions}
     */
    void saw(Batch batch, DoubleMatrix predictions);
  }

  /** The same with the costs at some temperatures, while an observer looks at all predictions. */
  public Score score(Iterator<Batch> batches, Temperatures temperatures, Observer observer) {
    Score score = loss.newScore(network.outputs());
    while (batches.hasNext()) {
      Batch batch = batches.next();
      DoubleMatrix y = scores(batch.inputs());
      if (temperatures.factors().length > 0) {
        loss.addCosts(y, batch.targets(), batch.weights(), temperatures, score);
      }
      DoubleMatrix copy = (DoubleMatrix) observed.matrix(y.rows(), y.columns());
      copy.set(y);
      loss.addScore(y, batch.targets(), batch.weights(), score);
      score.addWeight(batch.totalWeight());
      observer.saw(batch, loss.predict(copy));
    }
    return score;
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
    begin(x);
    DoubleMatrix first = (DoubleMatrix) activations(0)[network.depth()].in(scores);
    if (network.members() == 1) {
      return first;
    }
    DoubleMatrix mean = (DoubleMatrix) means.matrix(first.rows(), first.columns());
    mean.set(first);
    for (int member = 1; member < network.members(); member++) {
      mean.add(activations(member)[network.depth()]);
    }
    mean.multiply(1.0 / network.members());
    return mean;
  }
}
