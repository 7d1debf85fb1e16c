package org.sparkbackprop.train;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.training.loop.EpochRecord.Validation;
import org.sparkbackprop.training.loop.ValidatedRunner.Validator;

/**
 * Temperature scaling (Guo, Pleiss, Sun and Weinberger, ICML 2017): all scores are divided by the
 * temperature T for which the mean cost of the validation rows is least. Which class is the most
 * probable does not change, but how probable it is said to be. As scores are linear in the last
 * layer's weights and biases, these are divided, and the model keeps its form.
 */
final class TemperatureScaling implements UnaryOperator<double[]> {

  /** 1 / T is sought between 2 to the power of minus this and 2 to the power of this. */
  private static final double MAX_POWER = 2;

  /** The cost hardly depends on a smaller change of the power. */
  private static final double PRECISION = 0.02;

  private static final double GOLDEN = (StrictMath.sqrt(5) - 1) / 2;

  private final Network network;
  private final Validator validator;

  TemperatureScaling(Network network, Validator validator) {
    this.network = network;
    this.validator = validator;
  }

  /**
   * The parameters with the last layer divided by the best temperature.
   *
   * @param parameters not modified
   */
  @Override
  public double[] apply(double[] parameters) {
    double low = -MAX_POWER;
    double high = MAX_POWER;
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double ofLeft = cost(parameters, left);
    double ofRight = cost(parameters, right);
    while (high - low > PRECISION) { // golden section: the cost is convex in 1 / T
      if (ofLeft <= ofRight) {
        high = right;
        right = left;
        ofRight = ofLeft;
        left = high - GOLDEN * (high - low);
        ofLeft = cost(parameters, left);
      } else {
        low = left;
        left = right;
        ofLeft = ofRight;
        right = low + GOLDEN * (high - low);
        ofRight = cost(parameters, right);
      }
    }
    double best = ofLeft <= ofRight ? left : right;
    return Math.min(ofLeft, ofRight) < cost(parameters, 0) ? scaled(parameters, best) : parameters;
  }

  private double cost(double[] parameters, double power) {
    Optional<Validation> figures = validator.figures(scaled(parameters, power));
    return figures.map(Validation::meanCost).orElse(Double.POSITIVE_INFINITY);
  }

  /** The scores times 2 to a power. */
  private double[] scaled(double[] parameters, double power) {
    double factor = StrictMath.pow(2, power);
    double[] scaled = parameters.clone();
    for (Parameters.Tensor tensor : Parameters.tensors(network)) {
      if (tensor.layer() == network.depth()) {
        for (int i = tensor.offset(); i < tensor.offset() + tensor.length(); i++) {
          scaled[i] *= factor;
        }
      }
    }
    return scaled;
  }
}
