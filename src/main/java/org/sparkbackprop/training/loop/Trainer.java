package org.sparkbackprop.training.loop;

import java.util.Optional;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.TrainingState.Effort;

/** Full batches: evaluate, record, step. */
public final class Trainer extends EpochByEpoch {

  private final Objective objective;
  private final TrainerSettings settings;

  /**
   * A trainer of one objective.
   *
   * @param objective cost and gradient, as sums over the samples
   */
  public Trainer(Objective objective, TrainerSettings settings, EpochWatch watch) {
    super(settings, watch);
    this.objective = objective;
    this.settings = settings;
  }

  @Override
  protected Course from(TrainingState state) {
    return new Run(state);
  }

  private final class Run extends Course {

    private final TrainingState from;
    private final double[] parameters;
    private final OptimizerState memory;
    private double[] lastGood;
    private long epoch;
    private long lastGoodEpoch;
    private Evaluation known;
    private long passes;
    private Effort effort;

    Run(TrainingState from) {
      this.from = from;
      parameters = from.parameters().clone();
      memory = from.optimizer().copy();
      lastGood = from.lastGood().parameters();
      lastGoodEpoch = from.lastGood().epoch();
      epoch = from.epoch();
      known = from.known();
      effort = from.effort();
    }

    @Override
    protected long epoch() {
      return epoch;
    }

    @Override
    protected TrainingState state() {
      TrainingState.ParametersAt good = new TrainingState.ParametersAt(lastGoodEpoch, lastGood);
      return new TrainingState(epoch, parameters, memory, known, effort, good);
    }

    /** One epoch, unless training ends before its step. */
    @Override
    protected Optional<StopReason> next() {
      Evaluation at = known == null ? minimised(parameters) : known;
      if (!at.isFinite() || !Evaluation.allFinite(parameters)) {
        return Optional.of(StopReason.DIVERGED);
      }
      keepWeights();
      Optional<StopReason> reached = record(parameters, effort, at.dataCost(), at.accuracy());
      if (settings.recording().records(epoch) && settings.targets().isSmall(at)) {
        return Optional.of(StopReason.GRADIENT_SMALL);
      }
      return reached.isPresent() ? reached : step(at);
    }

    /** A segment of one epoch, as large networks have, needs no copy: it started with these. */
    private void keepWeights() {
      if (epoch == from.epoch()) {
        lastGood = from.parameters();
      } else if (lastGood == from.parameters() || lastGood == from.lastGood().parameters()) {
        lastGood = parameters.clone();
      } else {
        System.arraycopy(parameters, 0, lastGood, 0, parameters.length);
      }
      lastGoodEpoch = epoch;
    }

    private Optional<StopReason> step(Evaluation at) {
      double middle = epoch + 0.5;
      double rate = settings.learningRate().at(middle);
      Optimizer optimizer = settings.optimizerAt(middle);
      Optimizer.Step step = optimizer.step(this::minimised, parameters, at, rate, memory);
      known = step.reached();
      effort = effort.plus(passes, passes);
      passes = 0;
      epoch += step.taken() ? 1 : 0;
      return step.taken() ? Optional.empty() : Optional.of(StopReason.NO_LOWER_COST);
    }

    private Evaluation minimised(double[] at) {
      passes++;
      return settings.cost().of(at, objective.evaluate(at));
    }
  }
}
