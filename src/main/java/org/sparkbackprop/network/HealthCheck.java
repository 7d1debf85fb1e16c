package org.sparkbackprop.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.activation.Activation;

/**
 * Measures the health of a network's layers by passing a few samples forward and backward, in
 * double precision. The members of an ensemble are alike: the first stands for all. Buffers are
 * reused, and not serialized. Not thread-safe.
 */
public final class HealthCheck implements Serializable {

  private static final long serialVersionUID = 1;

  private final Network network;
  private final Batch probe;
  private transient Backpropagation backpropagation;

  /**
   * A check of a network.
   *
   * @param probe labelled samples, prepared as for training, a few hundred at most
   * @throws IllegalArgumentException if there is no sample, or their number of features is not the
   *     network's
   */
  public HealthCheck(Network network, Batch probe) {
    if (probe.size() == 0 || probe.inputs().columns() != network.inputs()) {
      throw new IllegalArgumentException(
          "a probe needs samples of %s features, not %s samples of %s features"
              .formatted(network.inputs(), probe.size(), probe.inputs().columns()));
    }
    this.network = network.ofMembers(1);
    this.probe = probe;
  }

  /**
   * The health of every layer, from the inputs on.
   *
   * @param parameters flat, as in {@link Parameters}; not modified
   */
  public List<LayerHealth> of(double[] parameters) {
    if (backpropagation == null) {
      backpropagation = new Backpropagation(network, Precision.DOUBLE);
    }
    int count = network.parameterCount();
    double[] ofFirst = parameters.length == count ? parameters : Arrays.copyOf(parameters, count);
    Matrix[] operands = backpropagation.pass(ofFirst, probe);
    List<LayerHealth> health = new ArrayList<>(network.depth());
    for (Parameters.Tensor tensor : Parameters.tensors(network)) {
      if (tensor.isWeights()) {
        health.add(layer(tensor, (DoubleMatrix) operands[tensor.layer()], parameters));
      }
    }
    return health;
  }

  private LayerHealth layer(Parameters.Tensor tensor, DoubleMatrix units, double[] parameters) {
    double gradient = relativeGradient(tensor, parameters);
    if (tensor.layer() == network.depth()) {
      return new LayerHealth(tensor.layer(), Double.NaN, Double.NaN, gradient);
    }
    Activation activation = network.layers().get(tensor.layer() - 1).activation();
    long saturated = 0;
    int stuck = 0;
    for (int unit = 0; unit < units.columns(); unit++) {
      saturated += count(units, unit, activation::isSaturated);
      stuck += count(units, unit, activation::isFlat) == units.rows() ? 1 : 0;
    }
    double pairs = (double) units.rows() * units.columns();
    return new LayerHealth(
        tensor.layer(), saturated / pairs, (double) stuck / units.columns(), gradient);
  }

  /** Number of samples for which a unit's activation meets a condition. */
  private static int count(DoubleMatrix units, int unit, DoublePredicate condition) {
    double[] operands = units.array();
    int first = units.offset() + unit * units.rows();
    int count = 0;
    for (int i = first; i < first + units.rows(); i++) {
      count += condition.test(operands[i]) ? 1 : 0;
    }
    return count;
  }

  private double relativeGradient(Parameters.Tensor tensor, double[] parameters) {
    DoubleMatrix sums = (DoubleMatrix) backpropagation.latestGradient().flat();
    double gradient =
        rootMeanSquare(sums.array(), sums.offset() + tensor.offset(), tensor.length());
    double size = rootMeanSquare(parameters, tensor.offset(), tensor.length());
    return size == 0 || probe.totalWeight() == 0
        ? Double.NaN
        : gradient / probe.totalWeight() / size;
  }

  private static double rootMeanSquare(double[] values, int offset, int length) {
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += values[i] * values[i];
    }
    return Math.sqrt(sum / length);
  }
}
