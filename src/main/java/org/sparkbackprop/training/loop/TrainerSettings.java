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
 * @param budget a segment ends at the first epoch after this time; it has no influence on results
 */
public record TrainerSettings(
    Optimizer optimizer,
    LearningRate learningRate,
    CostFunction cost,
    StoppingTargets targets,
    Recording recording,
    Duration budget)
    implements Serializable {

  /** The same without what is recorded, and a probe of samples with that. */
  public TrainerSettings forWorkers() {
    return new TrainerSettings(
        optimizer, learningRate, cost, StoppingTargets.none(), Recording.every(1), budget);
  }
}
