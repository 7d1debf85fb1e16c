package org.sparkbackprop.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.network.activation.Activation;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;

/**
 * The shape of a network: hidden layers with an activation, then an output layer whose scores enter
 * the loss. Without hidden layers it is multinomial logistic regression.
 *
 * <p>An ensemble has several members of this shape, each with parameters of its own. Its scores are
 * the mean of its members' scores, and what training minimises is the mean of their losses, so that
 * each learns as if it were alone: B. Lakshminarayanan, A. Pritzel and C. Blundell, Simple and
 * Scalable Predictive Uncertainty Estimation using Deep Ensembles, NeurIPS 2017.
 *
 * @param layers of each member, from the inputs to the outputs, at least one; the outputs of each
 *     are the inputs of the next
 * @param loss of its scores
 * @param members number of members, a power of two, so that means of scores are exact; 1: not an
 *     ensemble
 */
public record Network(List<Layer> layers, LossFunction loss, int members) implements Serializable {

  /**
   * Checks that the layers fit together.
   *
   * @throws IllegalArgumentException if there is no layer, two neighbours differ in size, the
   *     number of members is not a power of two, or nothing keeps several members apart, as there
   *     is no hidden layer
   */
  public Network {
    layers = List.copyOf(layers);
    if (Integer.bitCount(members) != 1) {
      throw new IllegalArgumentException(members + " members are not a power of two");
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least an output layer");
    }
    if (members > 1 && layers.size() == 1) {
      throw new IllegalArgumentException("an ensemble needs a hidden layer");
    }
    for (int l = 1; l < layers.size(); l++) {
      int units = layers.get(l - 1).outputs();
      int inputs = layers.get(l).inputs();
      if (units != inputs) {
        throw new IllegalArgumentException(
            "layer %s has %s units while layer %s takes %s inputs"
                .formatted(l, units, l + 1, inputs));
      }
    }
  }

  /** A network for classes. */
  public Network(List<Layer> layers) {
    this(layers, LossFunction.of(Losses.SOFTMAX_CROSS_ENTROPY), 1);
  }

  /**
   * A network whose hidden layers have the same activation.
   *
   * @param inputs number of features of a sample
   * @param hidden units of each hidden layer, from the inputs on; may be empty
   * @param activation of every hidden layer
   * @param outputs number of classes
   */
  public static Network of(int inputs, List<Integer> hidden, Activation activation, int outputs) {
    List<Layer> layers = new ArrayList<>();
    int size = inputs;
    for (int units : hidden) {
      layers.add(new Layer(size, units, activation));
      size = units;
    }
    layers.add(new Layer(size, outputs, Activations.IDENTITY));
    return new Network(layers);
  }

  /** The same with another loss of its scores. */
  public Network of(LossFunction other) {
    return new Network(layers, other, members);
  }

  /** An ensemble of this many members of the same shape. */
  public Network ofMembers(int number) {
    return new Network(layers, loss, number);
  }

  /** Number of layers, the output layer included. */
  public int depth() {
    return layers.size();
  }

  /** Number of features of a sample. */
  public int inputs() {
    return layers.get(0).inputs();
  }

  /** Number of outputs: one for each class, label or number, or one for two classes. */
  public int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** Number of predictions for a sample, such as the probability of each class. */
  public int predictions() {
    return loss.predictions(outputs());
  }

  /** Number of numbers in all W and b of all members. */
  public int parameterCount() {
    int ofMember = layers.stream().mapToInt(Layer::parameterCount).reduce(0, Math::addExact);
    return Math.multiplyExact(members, ofMember);
  }

  /** The same, even if an array cannot hold as many. */
  public long exactParameterCount() {
    return members * layers.stream().mapToLong(l -> (l.inputs() + 1L) * l.outputs()).sum();
  }

  /**
   * Multiplications and additions for one sample in an epoch: two for each weight forward, two for
   * its gradient, and two backward, except in the first layer.
   */
  public long operationsPerSample() {
    long first = (long) inputs() * layers.get(0).outputs();
    long all = layers.stream().mapToLong(l -> 6L * l.inputs() * l.outputs()).sum();
    return members * (all - 2 * first);
  }

  /** The same if this many inputs of a sample are 0, and left out of all products. */
  public long operationsPerSample(int inputsLeftOut) {
    return operationsPerSample() - 4L * members * inputsLeftOut * layers.get(0).outputs();
  }

  /** The sizes from inputs to outputs, as in 784-30-10, or 4 x 20-128-3 with four members. */
  @Override
  public String toString() {
    StringBuilder sizes = new StringBuilder(members == 1 ? "" : members + " x ").append(inputs());
    layers.forEach(layer -> sizes.append('-').append(layer.outputs()));
    return sizes.toString();
  }
}
