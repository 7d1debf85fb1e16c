package org.sparkbackprop.train;

import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.network.loss.Temperatures;

/**
 * Divides all scores by the temperature for which the cost of the validation rows is least, as in
 * {@link Temperatures}. As scores are linear in the last layer's weights and biases, these are
 * divided, and the model keeps its form.
 */
final class TemperatureScaling implements UnaryOperator<double[]> {

  private final Network network;
  private final BiFunction<double[], Temperatures, Score> validation;

  /**
   * Scaling for a network.
   *
   * @param validation the score of the validation rows with these parameters
   */
  TemperatureScaling(Network network, BiFunction<double[], Temperatures, Score> validation) {
    this.network = network;
    this.validation = validation;
  }

  /**
   * The parameters with the last layer divided by the best temperature.
   *
   * @param parameters not modified
   */
  @Override
  public double[] apply(double[] parameters) {
    double roughly = best(parameters, Temperatures.coarse());
    double factor = best(parameters, Temperatures.around(roughly));
    return factor == 1 ? parameters : scaled(parameters, factor);
  }

  /** The factor of the least cost; 1 if no other is better. */
  private double best(double[] parameters, Temperatures temperatures) {
    Score score = validation.apply(parameters, temperatures);
    double factor = 1;
    double least = score.cost();
    for (int i = 0; i < temperatures.factors().length; i++) {
      if (score.costsAt()[i] < least) {
        least = score.costsAt()[i];
        factor = temperatures.factors()[i];
      }
    }
    return factor;
  }

  private double[] scaled(double[] parameters, double factor) {
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
