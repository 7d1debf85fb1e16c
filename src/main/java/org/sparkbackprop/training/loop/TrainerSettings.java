package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.time.Duration;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.Optimizer;

/**
 * What a training does, epoch by epoch.
 *
 * @param optimizer takes the steps
 * @param learningRate of each step
 * @param cost what is minimised
 * @param targets at which training ends
 * @param recording what is recorded
 * @param budget after this time a segment ends with its epoch; no influence on results
 */
public record TrainerSettings(
    Optimizer optimizer,
    LearningRate learningRate,
    CostFunction cost,
    Stopping.Targets targets,
    Recording recording,
    Duration budget)
    implements Serializable {

  /**
   * The optimiser of a step: the one that is given, with the weight decay.
   *
   * @param epoch the number of epochs done in the middle of the step, with fractions of one
   */
  public Optimizer optimizerAt(double epoch) {
    return cost.regularization().decaying(optimizer, epoch);
  }

  /** The same without the recording, which holds a probe of samples. */
  public TrainerSettings forWorkers() {
    return new TrainerSettings(
        optimizer, learningRate, cost, Stopping.Targets.none(), Recording.every(1), budget);
  }
}
