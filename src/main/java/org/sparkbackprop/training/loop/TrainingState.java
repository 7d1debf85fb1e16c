package org.sparkbackprop.training.loop;

import java.io.Serializable;
import org.sparkbackprop.optim.AveragedRule;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.optim.OptimizerState;

/**
 * All that the next epoch depends on. A value: nobody modifies its arrays.
 *
 * @param epoch number of epochs done
 * @param parameters after those epochs
 * @param optimizer what the optimiser remembers
 * @param known what is minimised at these parameters, where a step that looked for its length has
 *     found out; else null
 * @param effort so far
 * @param lastGood the latest parameters whose cost and gradient were seen to be finite; before the
 *     first epoch, the initial parameters
 */
public record TrainingState(
    long epoch,
    double[] parameters,
    OptimizerState optimizer,
    Evaluation known,
    Effort effort,
    ParametersAt lastGood)
    implements Serializable {

  /**
   * Parameters at an epoch.
   *
   * @param epoch number of epochs done
   * @param parameters flat, as in {@link org.sparkbackprop.network.Parameters}
   */
  public record ParametersAt(long epoch, double[] parameters) implements Serializable {}

  /**
   * The cost of a training so far, apart from time.
   *
   * @param passes over all training samples, forward and backward
   * @param rounds of communication: parameters to the partitions, and sums or parameters back
   */
  public record Effort(long passes, long rounds) implements Serializable {

    /** Before the first epoch. */
    public static final Effort NONE = new Effort(0, 0);

    /** This and more. */
    public Effort plus(long morePasses, long moreRounds) {
      return new Effort(passes + morePasses, rounds + moreRounds);
    }
  }

  /** The parameters at the epoch of this state. */
  public ParametersAt current() {
    return new ParametersAt(epoch, parameters);
  }

  /**
   * What a training that ends here gives, and what is validated: the average of the parameters if
   * the optimiser keeps one, else the parameters.
   */
  public ParametersAt result() {
    return new ParametersAt(epoch, AveragedRule.averageOr(parameters, optimizer));
  }

  /** The state before the first epoch. */
  public static TrainingState initial(double[] parameters, Optimizer optimizer) {
    return new TrainingState(
        0,
        parameters,
        optimizer.initialState(parameters.length),
        null,
        Effort.NONE,
        new ParametersAt(0, parameters));
  }
}
