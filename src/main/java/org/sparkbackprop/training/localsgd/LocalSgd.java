package org.sparkbackprop.training.localsgd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.Effort;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.EpochRunner;
import org.sparkbackprop.training.loop.EpochWatch;
import org.sparkbackprop.training.loop.Segment;
import org.sparkbackprop.training.loop.StopRequest;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.loop.TrainingState;

/**
 * Local stochastic gradient descent (model averaging: McMahan et al., AISTATS 2017; Stich, ICLR
 * 2019): in each round every worker takes mini-batch steps over its own samples, then the weights,
 * and the optimiser's moments with them, are averaged. With an outer momentum μ (Chen and Huo,
 * ICASSP 2016) the average w̄ is where a step leads to: u ← μ u + (w̄ − w), w ← w + u.
 *
 * <p>Cost and accuracy of a record are those that the samples had in the course of the epoch, each
 * at the weights that its mini-batch met.
 */
public final class LocalSgd implements EpochRunner {

  /** In the optimiser's state: u, where there is an outer momentum. */
  private static final String OUTER = "outer";

  private final Rounds rounds;
  private final LocalSgdSettings settings;
  private final EpochWatch watch;

  /**
   * Training by rounds.
   *
   * @param watch over its epochs
   */
  public LocalSgd(Rounds rounds, LocalSgdSettings settings, EpochWatch watch) {
    this.rounds = rounds;
    this.settings = settings;
    this.watch = watch;
  }

  @Override
  public Segment run(TrainingState from, long until, Duration time) {
    long begin = System.nanoTime();
    TimeParts spentBefore = watch.spent();
    Duration budget = time.compareTo(settings.budget()) < 0 ? time : settings.budget();
    long deadline = begin + budget.toNanos();
    List<EpochRecord> records = new ArrayList<>();
    TrainingState state = from;
    Optional<StopReason> end = Optional.empty();
    while (end.isEmpty()) {
      double seconds = (System.nanoTime() - begin) * 1e-9;
      TimeParts spent = watch.spent().minus(spentBefore);
      watch.begins(state.epoch());
      Epoch epoch = new Epoch(state);
      epoch.run();
      if (epoch.hasDiverged()) {
        return new Segment(
            epoch.abandoned(), records, StopReason.DIVERGED, watch.spent().minus(spentBefore));
      }
      if (settings.recording().records(state.epoch())) {
        EpochRecord record = epoch.record(seconds, spent);
        records.add(settings.recording().complete(record, state.weights()));
        end = settings.targets().reached(record.accuracy(), record.meanCost());
      }
      state = epoch.after();
      if (state.epoch() >= until || System.nanoTime() - deadline >= 0 || StopRequest.isMade()) {
        break;
      }
    }
    return new Segment(state, records, end.orElse(null), watch.spent().minus(spentBefore));
  }

  /** The rounds of one epoch. */
  private final class Epoch {

    private final TrainingState before;
    private double[] weights;
    private OptimizerState optimizer;
    private double cost;
    private long correct;
    private long samples;

    Epoch(TrainingState before) {
      this.before = before;
      this.weights = before.weights();
      this.optimizer = before.optimizer();
    }

    void run() {
      for (int r = 0; r < settings.roundsPerEpoch() && !hasDiverged(); r++) {
        WorkerMean mean = rounds.run(new Round(before.epoch(), r, weights, optimizer));
        moveTo(mean);
        cost += mean.outcome().cost();
        correct += mean.outcome().correct();
        samples += mean.outcome().samples();
      }
    }

    private void moveTo(WorkerMean mean) {
      double[] next = mean.weights();
      optimizer = mean.optimizer();
      if (settings.outerMomentum() > 0) {
        Map<String, double[]> vectors = optimizer.vectors();
        double[] speed = vectors.computeIfAbsent(OUTER, name -> new double[next.length]);
        for (int i = 0; i < next.length; i++) {
          speed[i] = settings.outerMomentum() * speed[i] + (next[i] - weights[i]);
          next[i] = weights[i] + speed[i];
        }
      }
      weights = next;
    }

    boolean hasDiverged() {
      return !Double.isFinite(cost) || !Evaluation.allFinite(weights);
    }

    EpochRecord record(double seconds, TimeParts spent) {
      return EpochRecord.of(
          before.epoch(),
          cost,
          settings.cost().mean(cost),
          (double) correct / samples,
          seconds,
          before.effort(),
          spent);
    }

    TrainingState after() {
      return state(before.epoch() + 1, before.effort().plus(1, settings.roundsPerEpoch()));
    }

    /** As it was when something was seen not to be finite. */
    TrainingState abandoned() {
      return state(before.epoch(), before.effort());
    }

    private TrainingState state(long epoch, Effort effort) {
      TrainingState.WeightsAt good = new TrainingState.WeightsAt(before.epoch(), before.weights());
      return new TrainingState(epoch, weights, optimizer, null, effort, good);
    }
  }
}
