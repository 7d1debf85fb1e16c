package org.sparkbackprop.training.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.optim.StopReason;

/** The loop: evaluate, record, step. */
public final class Trainer implements EpochRunner {

  private final Objective objective;
  private final TrainerSettings settings;
  private final EpochWatch watch;

  /**
   * A trainer of one objective.
   *
   * @param objective cost and gradient, as sums over the samples
   * @param watch over its epochs
   */
  public Trainer(Objective objective, TrainerSettings settings, EpochWatch watch) {
    this.objective = objective;
    this.settings = settings;
    this.watch = watch;
  }

  @Override
  public Segment run(TrainingState from, long until, Duration time) {
    Run run = new Run(from);
    Duration budget = time.compareTo(settings.budget()) < 0 ? time : settings.budget();
    long deadline = System.nanoTime() + budget.toNanos();
    do {
      watch.begins(run.epoch);
      run.epoch();
    } while (run.end == null
        && run.epoch < until
        && System.nanoTime() - deadline < 0
        && !StopRequest.isMade());
    return run.segment();
  }

  /** A state in the course of a segment. */
  private final class Run {

    private final long begin = System.nanoTime();
    private final TimeParts spentBefore = watch.spent();
    private final TrainingState from;
    private final double[] weights;
    private final OptimizerState memory;
    private double[] lastGood;
    private final List<EpochRecord> records = new ArrayList<>();
    private long epoch;
    private long lastGoodEpoch;
    private Evaluation known;
    private long passes;
    private Effort effort;
    private StopReason end;

    Run(TrainingState from) {
      this.from = from;
      weights = from.weights().clone();
      memory = from.optimizer().copy();
      lastGood = from.lastGood().weights();
      lastGoodEpoch = from.lastGood().epoch();
      epoch = from.epoch();
      known = from.known();
      effort = from.effort();
    }

    /** One epoch, unless training ends before its step. */
    void epoch() {
      double seconds = (System.nanoTime() - begin) * 1e-9;
      TimeParts spent = spent();
      Evaluation at = known == null ? minimised(weights) : known;
      if (!at.isFinite() || !Evaluation.allFinite(weights)) {
        end = StopReason.DIVERGED;
        return;
      }
      keepWeights();
      if (settings.recording().records(epoch)) {
        EpochRecord record = record(at, seconds, spent);
        Optional<StopReason> reached = reached(at, record);
        if (reached.isPresent()) {
          end = reached.get();
          return;
        }
        records.add(settings.recording().complete(record, weights));
      }
      step(at);
    }

    /** A segment of one epoch, as large networks have, needs no copy: it began with these. */
    private void keepWeights() {
      if (epoch == from.epoch()) {
        lastGood = from.weights();
      } else if (lastGood == from.weights() || lastGood == from.lastGood().weights()) {
        lastGood = weights.clone();
      } else {
        System.arraycopy(weights, 0, lastGood, 0, weights.length);
      }
      lastGoodEpoch = epoch;
    }

    private void step(Evaluation at) {
      double rate = settings.learningRate().at(epoch + 0.5);
      Optimizer.Step step = settings.optimizer().step(this::minimised, weights, at, rate, memory);
      known = step.reached();
      effort = effort.plus(passes, passes);
      passes = 0;
      if (step.taken()) {
        epoch++;
      } else {
        end = StopReason.NO_LOWER_COST;
        records.removeIf(record -> record.epoch() == epoch); // it becomes the last line's
      }
    }

    private Evaluation minimised(double[] at) {
      passes++;
      return settings.cost().of(at, objective.evaluate(at));
    }

    private EpochRecord record(Evaluation at, double seconds, TimeParts spent) {
      double meanCost = settings.cost().mean(at.dataCost());
      return EpochRecord.of(epoch, at.dataCost(), meanCost, at.accuracy(), seconds, effort, spent);
    }

    private Optional<StopReason> reached(Evaluation at, EpochRecord record) {
      return settings.targets().isSmall(at)
          ? Optional.of(StopReason.GRADIENT_SMALL)
          : settings.targets().reached(record.accuracy(), record.meanCost());
    }

    Segment segment() {
      TrainingState.WeightsAt good = new TrainingState.WeightsAt(lastGoodEpoch, lastGood);
      return new Segment(
          new TrainingState(epoch, weights, memory, known, effort, good), records, end, spent());
    }

    private TimeParts spent() {
      return watch.spent().minus(spentBefore);
    }
  }
}
