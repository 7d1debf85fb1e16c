package org.sparkbackprop.training.minibatch;

import java.util.Optional;
import org.sparkbackprop.network.loss.Loss;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.EpochByEpoch;
import org.sparkbackprop.training.loop.TrainingState;
import org.sparkbackprop.training.loop.TrainingState.Effort;

/**
 * Synchronous mini-batch descent: each step takes the gradient of a mini-batch with samples of
 * every partition, in the order of a shuffle by seed, epoch and partition.
 *
 * <p>Cost and accuracy of a record are those of the samples in the course of the epoch, each with
 * the parameters at its mini-batch.
 */
public final class MiniBatchSgd extends EpochByEpoch {

  private final StepRunner steps;
  private final MiniBatchSgdSettings settings;

  /** Training by the steps of a runner. */
  public MiniBatchSgd(StepRunner steps, MiniBatchSgdSettings settings, EpochWatch watch) {
    super(settings.training(), watch);
    this.steps = steps;
    this.settings = settings;
  }

  @Override
  protected Course from(TrainingState state) {
    return new Run(state);
  }

  private final class Run extends Course {

    private final TrainingState from;
    private long epoch;
    private Effort effort;
    private double[] parameters;
    private TrainingState.ParametersAt lastGood;

    Run(TrainingState from) {
      this.from = from;
      epoch = from.epoch();
      effort = from.effort();
      parameters = from.parameters();
      lastGood = from.lastGood();
      steps.begin(from.parameters(), from.optimizer());
    }

    @Override
    protected long epoch() {
      return epoch;
    }

    @Override
    protected TrainingState state() {
      return epoch == from.epoch() && parameters == from.parameters()
          ? from
          : new TrainingState(epoch, parameters, steps.optimizer(), null, effort, lastGood);
    }

    @Override
    protected Optional<StopReason> next() {
      double[] before = parameters;
      StepRunner.Outcome outcome = steps.run(epoch);
      parameters = steps.parameters();
      lastGood = new TrainingState.ParametersAt(epoch, before);
      if (!Double.isFinite(outcome.cost()) || !Evaluation.allFinite(parameters)) {
        return Optional.of(StopReason.DIVERGED);
      }
      double accuracy = Loss.accuracy(outcome.correct(), outcome.samples());
      Optional<StopReason> reached = record(before, effort, outcome.cost(), accuracy);
      epoch++;
      effort = effort.plus(1, settings.steps());
      return reached;
    }
  }
}
