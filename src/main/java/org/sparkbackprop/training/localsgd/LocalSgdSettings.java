package org.sparkbackprop.training.localsgd;

import java.io.Serializable;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.training.loop.TrainerSettings;

/**
 * Settings of local stochastic gradient descent.
 *
 * @param training with an {@link UpdateRule}
 * @param batchSize approximate number of samples of a step: a round's samples are divided evenly
 * @param roundsPerEpoch number of averages in an epoch, at least 1
 * @param dropout the share of the hidden units that a step drops, from 0 to below 1
 * @param outerMomentum μ from 0 to below 1, the momentum of the averages
 * @param seed of the order of the samples
 */
public record LocalSgdSettings(
    TrainerSettings training,
    int batchSize,
    int roundsPerEpoch,
    double dropout,
    double outerMomentum,
    long seed)
    implements Serializable {

  /** The optimiser of the steps, without the weight decay. */
  public UpdateRule rule() {
    return (UpdateRule) training.optimizer();
  }

  /**
   * The optimiser of a step, with the weight decay.
   *
   * @param epoch the number of epochs done in the middle of the step, with fractions of one
   */
  UpdateRule ruleAt(double epoch) {
    return (UpdateRule) training.optimizerAt(epoch);
  }

  /** The part that workers need. */
  public LocalSgdSettings forWorkers() {
    return new LocalSgdSettings(
        training.forWorkers(), batchSize, roundsPerEpoch, dropout, outerMomentum, seed);
  }

  /** The same with another number of rounds. */
  public LocalSgdSettings withRoundsPerEpoch(int rounds) {
    return new LocalSgdSettings(training, batchSize, rounds, dropout, outerMomentum, seed);
  }
}
