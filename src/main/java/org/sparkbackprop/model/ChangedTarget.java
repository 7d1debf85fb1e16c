package org.sparkbackprop.model;

import java.util.Arrays;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.network.loss.Losses;

/**
 * Parameters rewritten for targets that are standardised otherwise: only the last layer changes.
 *
 * <p>Where scores z stood for z σ + μ, they now stand for z′ σ′ + μ′. With W′ = W σ/σ′ and b′ = (b
 * σ + μ − μ′)/σ′, column by column, the predictions stay the same. Counts are predicted as σ eᶻ, so
 * that b′ = b + log(σ/σ′).
 */
public final class ChangedTarget {

  private ChangedTarget() {}

  /**
   * The parameters for other shifts and scales; the very same if these did not change.
   *
   * @param network for numbers of both targets
   * @param parameters flat; not modified
   * @param before the target that they were trained for
   * @param now with the same names
   */
  public static double[] parameters(
      Network network, double[] parameters, Target before, Target now) {
    if (Arrays.equals(before.shift(), now.shift()) && Arrays.equals(before.scale(), now.scale())) {
      return parameters;
    }
    double[] changed = parameters.clone();
    int outputs = network.outputs();
    for (Parameters.Tensor tensor : Parameters.tensors(network)) {
      for (int i = 0; tensor.layer() == network.depth() && i < tensor.length(); i++) {
        int column = now.columnOf(i % outputs, network.loss());
        double ratio = before.scale()[column] / now.scale()[column];
        double shift = (before.shift()[column] - now.shift()[column]) / now.scale()[column];
        int at = tensor.offset() + i;
        if (network.loss().name() == Losses.POISSON) {
          changed[at] += tensor.isWeights() ? 0 : Math.log(ratio);
        } else {
          changed[at] = changed[at] * ratio + (tensor.isWeights() ? 0 : shift);
        }
      }
    }
    return changed;
  }
}
