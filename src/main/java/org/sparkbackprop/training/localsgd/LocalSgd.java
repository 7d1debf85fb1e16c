package org.sparkbackprop.training.localsgd;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sparkbackprop.network.loss.Loss;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.EpochByEpoch;
import org.sparkbackprop.training.loop.EpochByEpoch.EpochWatch;
import org.sparkbackprop.training.loop.TrainingState;
import org.sparkbackprop.training.loop.TrainingState.Effort;

/**
 * Local stochastic gradient descent (model averaging: McMahan et al., AISTATS 2017; Stich, ICLR
 * 2019): in each round every worker takes mini-batch steps over its samples, then the parameters
 * and the optimiser's moments are averaged. With an outer momentum μ (Chen and Huo, ICASSP 2016)
 * and the average w̄: u ← μ u + (w̄ − w), w ← w + u.
 *
 * <p>Cost and accuracy of a record are those of the samples in the course of the epoch, each with
 * the parameters at its mini-batch.
 */
public final class LocalSgd extends EpochByEpoch {

  /** In the optimiser's state: u, if there is an outer momentum. */
  private static final String OUTER = "outer";

  private final Function<Round, WorkerMean> rounds;
  private final LocalSgdSettings settings;

  /**
   * Training by rounds.
   *
   * @param rounds runs one: the mean over the workers of all partitions, in the order of the
   *     partitions
   */
  public LocalSgd(Function<Round, WorkerMean> rounds, LocalSgdSettings settings, EpochWatch watch) {
    super(settings.training(), watch);
    this.rounds = rounds;
    this.settings = settings;
  }

  @Override
  protected Course from(TrainingState state) {
    return new Run(state);
  }

  private final class Run extends Course {

    private TrainingState state;
    private double[] parameters;
    private OptimizerState optimizer;

    Run(TrainingState from) {
      state = from;
      parameters = from.parameters();
      optimizer = from.optimizer();
    }

    @Override
    protected long epoch() {
      return state.epoch();
    }

    @Override
    protected TrainingState state() {
      return state;
    }

    @Override
    protected Optional<StopReason> next() {
      double cost = 0;
      long correct = 0;
      long samples = 0;
      for (int r = 0; r < settings.roundsPerEpoch(); r++) {
        WorkerMean mean = rounds.apply(new Round(epoch(), r, parameters, optimizer));
        moveTo(mean);
        cost += mean.outcome().cost();
        correct += mean.outcome().correct();
        samples += mean.outcome().samples();
        if (!Double.isFinite(cost) || !Evaluation.allFinite(parameters)) {
          state = moved(epoch(), state.effort());
          return Optional.of(StopReason.DIVERGED);
        }
      }
      Optional<StopReason> reached =
          record(state.parameters(), state.effort(), cost, Loss.accuracy(correct, samples));
      state = moved(epoch() + 1, state.effort().plus(1, settings.roundsPerEpoch()));
      return reached;
    }

    private void moveTo(WorkerMean mean) {
      double[] next = mean.parameters();
      optimizer = mean.optimizer();
      if (settings.outerMomentum() > 0) {
        Map<String, double[]> vectors = optimizer.vectors();
        double[] speed = vectors.computeIfAbsent(OUTER, name -> new double[next.length]);
        for (int i = 0; i < next.length; i++) {
          speed[i] = settings.outerMomentum() * speed[i] + (next[i] - parameters[i]);
          next[i] = parameters[i] + speed[i];
        }
      }
      parameters = next;
    }

    private TrainingState moved(long epoch, Effort effort) {
      return new TrainingState(epoch, parameters, optimizer, null, effort, state.current());
    }
  }
}
