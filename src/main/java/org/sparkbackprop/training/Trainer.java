package org.sparkbackprop.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;
import org.sparkbackprop.optim.OptimizerState;

/** The loop: evaluate, record, step. */
public final class Trainer implements EpochRunner {

  private final Objective objective;
  private final TrainerSettings settings;
  private final LongConsumer beforeEpoch;

  /**
   * A trainer of one objective.
   *
   * @param objective cost and gradient, as sums over the samples
   * @param beforeEpoch told the number of each epoch before it is run
   */
  public Trainer(Objective objective, TrainerSettings settings, LongConsumer beforeEpoch) {
    this.objective = objective;
    this.settings = settings;
    this.beforeEpoch = beforeEpoch;
  }

  @Override
  public Segment run(TrainingState from, long until) {
    double[] weights = from.weights().clone();
    OptimizerState memory = from.optimizer().copy();
    double[] lastGood = from.lastGood().weights().clone();
    long lastGoodEpoch = from.lastGood().epoch();
    List<EpochRecord> records = new ArrayList<>();
    long begin = System.nanoTime();
    long deadline = begin + settings.budget().toNanos();
    long epoch = from.epoch();
    boolean diverged = false;
    do {
      double seconds = (System.nanoTime() - begin) * 1e-9;
      beforeEpoch.accept(epoch);
      Evaluation evaluation = objective.evaluate(weights);
      diverged = !evaluation.isFinite() || !Evaluation.allFinite(weights);
      if (!diverged) {
        System.arraycopy(weights, 0, lastGood, 0, weights.length);
        lastGoodEpoch = epoch;
        if (epoch % settings.recordEvery() == 0) {
          records.add(record(epoch, evaluation, seconds));
        }
        settings.optimizer().step(weights, scaled(evaluation.gradient()), memory);
        epoch++;
      }
    } while (!diverged && epoch < until && System.nanoTime() - deadline < 0);
    TrainingState.WeightsAt good = new TrainingState.WeightsAt(lastGoodEpoch, lastGood);
    return new Segment(new TrainingState(epoch, weights, memory, good), records, diverged);
  }

  @Override
  public Evaluation evaluate(double[] weights) {
    return objective.evaluate(weights);
  }

  private EpochRecord record(long epoch, Evaluation evaluation, double seconds) {
    double meanCost = evaluation.cost() / settings.samples();
    return new EpochRecord(
        epoch, evaluation.cost(), meanCost, evaluation.accuracy(), seconds, null);
  }

  /** The sum is divided once, by the true number of samples, if the mean is wanted. */
  private double[] scaled(double[] gradient) {
    double divisor = settings.scale().divisor(settings.samples());
    if (divisor != 1) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] /= divisor;
      }
    }
    return gradient;
  }
}
