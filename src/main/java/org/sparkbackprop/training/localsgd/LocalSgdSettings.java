package org.sparkbackprop.training.localsgd;

import java.io.Serializable;
import java.time.Duration;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.StoppingTargets;

/**
 * What local stochastic gradient descent does.
 *
 * @param rule takes the steps
 * @param learningRate of each step
 * @param cost what is minimised; a step takes its part of the samples for all of them
 * @param batchSize samples of a step, about: a round's samples are divided evenly
 * @param roundsPerEpoch how often in an epoch the workers' weights are averaged, at least 1
 * @param dropout the share of the hidden units that a step leaves out, from 0 to below 1
 * @param outerMomentum μ from 0 to below 1: the share of its speed that an average keeps of the one
 *     before
 * @param seed of the order of the samples
 * @param targets at which training ends
 * @param recording what is recorded
 * @param budget a segment ends at the first epoch after this time; it has no influence on results
 */
public record LocalSgdSettings(
    UpdateRule rule,
    LearningRate learningRate,
    CostFunction cost,
    int batchSize,
    int roundsPerEpoch,
    double dropout,
    double outerMomentum,
    long seed,
    StoppingTargets targets,
    Recording recording,
    Duration budget)
    implements Serializable {

  /** What a worker needs of it: without what is recorded, and a probe of samples with that. */
  public LocalSgdSettings forWorkers() {
    return new LocalSgdSettings(
        rule,
        learningRate,
        cost,
        batchSize,
        roundsPerEpoch,
        dropout,
        outerMomentum,
        seed,
        StoppingTargets.none(),
        Recording.every(1),
        budget);
  }

  /** The same with another number of rounds. */
  public LocalSgdSettings withRoundsPerEpoch(int rounds) {
    return new LocalSgdSettings(
        rule,
        learningRate,
        cost,
        batchSize,
        rounds,
        dropout,
        outerMomentum,
        seed,
        targets,
        recording,
        budget);
  }
}
