package org.sparkbackprop.network;

import java.util.Iterator;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Factor;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.math.ArrayFunctions;
import org.sparkbackprop.network.activation.Activation;
import org.sparkbackprop.network.loss.LabelSmoothing;
import org.sparkbackprop.network.loss.Loss;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;

/**
 * Backpropagation (Rumelhart, Hinton and Williams, Nature 323, 1986), with δ_L = ∂J/∂A from the
 * network's loss:
 *
 * <pre>
 *   ∇W_l = Z_{l−1}ᵀ δ_l      ∇b_l = column sums of δ_l
 *   δ_{l−1} = (δ_l W_lᵀ) ⊙ f′
 * </pre>
 *
 * <p>For an ensemble, J is the mean over its members, and a sample is predicted correctly if the
 * mean of their scores is right.
 *
 * <p>The gradients of a few blocks are computed in the precision of this object; the loss and the
 * sums over many blocks are double. Each block reuses its buffers. Not thread-safe.
 */
public final class Backpropagation {

  /**
   * Samples whose gradients are summed in this object's precision before they are added to the sums
   * in double, which costs a pass over all parameters.
   */
  private static final int SAMPLES_A_SUM = 4096;

  private final Network network;
  private final Precision precision;
  private final LabelSmoothing labelSmoothing;
  private final ForwardPass forward;
  private final Parameters gradient;
  private final MatrixBuffer[] errors;
  private final MatrixBuffer scores = new MatrixBuffer(Precision.DOUBLE);
  private final MatrixBuffer sums = new MatrixBuffer(Precision.DOUBLE);
  private final Loss loss;
  private double latestCost;
  private long latestCorrect;

  /** What happens to the earlier content of a gradient. */
  private enum Earlier {
    KEPT,
    REPLACED
  }

  /**
   * Backpropagation through a network in this precision; its parameters are 0 until they are set.
   */
  public Backpropagation(Network network, Precision precision) {
    this(network, precision, LabelSmoothing.NONE);
  }

  /** The same with smoothed targets. */
  public Backpropagation(Network network, Precision precision, LabelSmoothing labelSmoothing) {
    this(network, precision, labelSmoothing, new ForwardPass(network, precision));
  }

  private Backpropagation(
      Network network, Precision precision, LabelSmoothing labelSmoothing, ForwardPass forward) {
    this.network = network;
    this.precision = precision;
    this.labelSmoothing = labelSmoothing;
    this.forward = forward;
    this.gradient = new Parameters(network, precision);
    this.loss = network.loss().create(labelSmoothing);
    this.errors = MatrixBuffer.array(precision, network.depth());
  }

  /**
   * Calls every function that a training with this activation needs once: each is compiled in the
   * background from its first call on, which may be long before the data are there.
   */
  public static void rehearse(Activation activation, Precision precision) {
    MatrixBuffer room = new MatrixBuffer(precision);
    activation.forward(precision.zeros(1, 1), precision.zeros(1, 1), room);
    LossFunction.of(Losses.SOFTMAX_CROSS_ENTROPY).create().predict(DoubleMatrix.zeros(1, 2));
    ArrayFunctions.rehearseSums();
  }

  public Network network() {
    return network;
  }

  public Precision precision() {
    return precision;
  }

  /** Of the targets. */
  public LabelSmoothing labelSmoothing() {
    return labelSmoothing;
  }

  /**
   * The sums over blocks with these parameters, added in the order of the blocks.
   *
   * @param parameters flat, as in {@link Parameters}; not modified
   */
  public Gradients gradients(double[] parameters, Iterator<Batch> batches) {
    forward.parameters().set(parameters);
    Gradients sums = new Gradients(network.parameterCount());
    while (batches.hasNext()) {
      gradient.flat().setToZero();
      for (int samples = 0; samples < SAMPLES_A_SUM && batches.hasNext(); ) {
        Batch batch = batches.next();
        addGradients(batch, 1, Dropout.NONE, gradient, Earlier.KEPT);
        sums.addOutcome(latestCost, latestCorrect, batch.size());
        samples += batch.size();
      }
      sums.addGradient(gradient.flat());
    }
    return sums;
  }

  /** Another one with the same parameters, but buffers of its own, for another thread. */
  public Backpropagation sharing() {
    return new Backpropagation(network, precision, labelSmoothing, forward.sharing());
  }

  /** The parameters for {@link #gradient}; they may change between two blocks. */
  public Parameters parameters() {
    return forward.parameters();
  }

  /**
   * The gradient of a block's cost, times a factor, at {@link #parameters()}.
   *
   * @param factor 1 for the sum over the block's samples, 1 / samples for their mean
   * @param dropout drops hidden units
   * @param sums receive the block's cost and number correct, without the factor
   * @return 1 × parameters, valid until the next call
   */
  public Matrix gradient(Batch batch, double factor, Dropout dropout, Gradients sums) {
    gradient.flat().setToZero();
    addGradients(batch, factor, dropout, gradient, Earlier.KEPT);
    sums.addOutcome(latestCost, latestCorrect, batch.size());
    return gradient.flat();
  }

  /**
   * The gradient of a block's cost at {@link #parameters()}, as the sum over its samples.
   *
   * @param dropout drops hidden units
   * @param target receives the gradient
   * @return the block's cost
   */
  public double gradient(Batch batch, Dropout dropout, Parameters target) {
    addGradients(batch, 1, dropout, target, Earlier.REPLACED);
    return latestCost;
  }

  /** Number of samples of the latest block that were predicted correctly. */
  public long latestCorrect() {
    return latestCorrect;
  }

  /**
   * Passes a block forward and backward with these parameters; its gradient is then {@link
   * #latestGradient()}. Both are valid until the next call.
   *
   * @param parameters flat, as in {@link Parameters}; not modified
   * @return the operands of the backward steps of layers 1 to L, each at its number; of the last
   *     member
   */
  Matrix[] pass(double[] parameters, Batch batch) {
    forward.parameters().set(parameters);
    gradient.flat().setToZero();
    addGradients(batch, 1, Dropout.NONE, gradient, Earlier.KEPT);
    return forward.operands();
  }

  /** The latest gradient; shared, not copied. */
  Parameters latestGradient() {
    return gradient;
  }

  /**
   * Adds a block's gradient to the target, or replaces the target by it; keeps the block's cost and
   * number correct.
   */
  private void addGradients(
      Batch batch, double factor, Dropout dropout, Parameters target, Earlier earlier) {
    forward.begin(batch.inputs());
    latestCost = 0;
    for (int member = 0; member < network.members(); member++) {
      Matrix last = forward.activations(member, dropout)[network.depth()];
      Matrix error = outputError(member, last, batch, factor / network.members()); // δ_L
      for (int l = network.depth(); l >= 1; l--) {
        addGradients(target.weights(member, l), target.bias(member, l), l, error, earlier);
        if (l > 1) {
          error = errorLeftOf(member, l, error, dropout);
        }
      }
    }
  }

  /** ∇W_l += D_{l−1}ᵀ δ_l and ∇b_l += column sums of δ_l, or = if the earlier are replaced. */
  private void addGradients(
      Matrix ofWeights, Matrix ofBias, int layer, Matrix error, Earlier earlier) {
    Factor given = forward.given()[layer - 1].transpose();
    if (earlier == Earlier.REPLACED) {
      ofWeights.setToProduct(given, error);
      ofBias.setToZero();
    } else {
      ofWeights.addProduct(given, error);
    }
    ofBias.addColumnSums(error);
  }

  private Matrix outputError(int member, Matrix last, Batch batch, double factor) {
    DoubleMatrix y = (DoubleMatrix) last.in(scores);
    if (network.members() > 1) {
      addScores(member, y, batch);
    }
    latestCost += loss.error(y, batch.targets(), batch.weights()) / network.members();
    if (network.members() == 1) {
      latestCorrect = loss.correct();
    }
    if (factor != 1) {
      y.multiply(factor);
    }
    return y.in(errors[network.depth() - 1]);
  }

  /** Adds the scores of a member; after the last, counts what their mean predicts correctly. */
  private void addScores(int member, DoubleMatrix y, Batch batch) {
    DoubleMatrix sum = (DoubleMatrix) sums.matrix(y.rows(), y.columns());
    if (member == 0) {
      sum.set(y);
    } else {
      sum.add(y);
    }
    if (member == network.members() - 1) {
      latestCorrect = loss.correct(sum, batch.targets());
    }
  }

  /**
   * δ_{l−1} = (δ_l W_lᵀ) ⊙ f′: the error of a layer from that of the layer to its right.
   *
   * @param layer whose error is given, at least 2
   */
  private Matrix errorLeftOf(int member, int layer, Matrix error, Dropout dropout) {
    Matrix operand = forward.operands()[layer - 1];
    Matrix left = errors[layer - 2].matrix(operand.rows(), operand.columns());
    left.setToProduct(error, forward.parameters().weights(member, layer).transpose());
    dropout.backward(layer - 1, left);
    left.apply(network.layers().get(layer - 2).activation(), operand);
    return left;
  }
}
