package org.sparkbackprop.training.loop;

import java.io.Serializable;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.optim.OptimizerState;

/**
 * All that the next epoch depends on. A value: nobody modifies its arrays.
 *
 * @param epoch number of epochs done
 * @param weights after those epochs
 * @param optimizer what the optimiser remembers
 * @param known what is minimised at these weights, where a step that looked for its length has
 *     found out; else null
 * @param effort so far
 * @param lastGood the latest weights whose cost and gradient were seen to be finite; before the
 *     first epoch, the initial weights
 */
public record TrainingState(
    long epoch,
    double[] weights,
    OptimizerState optimizer,
    Evaluation known,
    Effort effort,
    WeightsAt lastGood)
    implements Serializable {

  /**
   * Weights and the epoch before whose step they stood.
   *
   * @param epoch number of epochs done
   * @param weights flat, as in {@link org.sparkbackprop.network.Parameters}
   */
  public record WeightsAt(long epoch, double[] weights) implements Serializable {}

  /** The state before the first epoch. */
  public static TrainingState initial(double[] weights, Optimizer optimizer) {
    return new TrainingState(
        0,
        weights,
        optimizer.initialState(weights.length),
        null,
        Effort.NONE,
        new WeightsAt(0, weights));
  }
}
