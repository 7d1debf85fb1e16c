package org.sparkbackprop.training.localsgd;

import java.io.Serializable;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.training.loop.TrainerSettings;

/**
 * What local stochastic gradient descent does.
 *
 * @param training with an {@link UpdateRule}; a step takes its part of the samples for all of them
 * @param batchSize samples of a step, about: a round's samples are divided evenly
 * @param roundsPerEpoch how often in an epoch the workers' parameters are averaged, at least 1
 * @param dropout the share of the hidden units that a step leaves out, from 0 to below 1
 * @param outerMomentum μ from 0 to below 1: the share of its speed that an average keeps of the one
 *     before
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

  /** What takes the steps. */
  public UpdateRule rule() {
    return (UpdateRule) training.optimizer();
  }

  /** What a worker needs of it. */
  public LocalSgdSettings forWorkers() {
    return new LocalSgdSettings(
        training.forWorkers(), batchSize, roundsPerEpoch, dropout, outerMomentum, seed);
  }

  /** The same with another number of rounds. */
  public LocalSgdSettings withRoundsPerEpoch(int rounds) {
    return new LocalSgdSettings(training, batchSize, rounds, dropout, outerMomentum, seed);
  }
}
