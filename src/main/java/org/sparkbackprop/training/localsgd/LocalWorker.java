package org.sparkbackprop.training.localsgd;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Dropout;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.optim.GradientClipping;
import org.sparkbackprop.optim.UpdateKernel;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.Regularization;

/**
 * One worker of local stochastic gradient descent: mini-batch steps over its own samples, from the
 * parameters with which all workers of a round start. Steps have the precision of the
 * backpropagation. Not thread-safe.
 */
public final class LocalWorker {

  private static final long STREAM = 0x64726f70L; // "drop"

  private final Backpropagation backpropagation;
  private final LocalSgdSettings settings;
  private final Dropout dropout;

  /** A worker with these buffers. */
  public LocalWorker(Backpropagation backpropagation, LocalSgdSettings settings) {
    this.backpropagation = backpropagation;
    this.settings = settings;
    this.dropout =
        Dropout.of(backpropagation.network(), backpropagation.precision(), settings.dropout());
  }

  /**
   * Runs a round.
   *
   * @param partition the number of the samples' partition
   */
  public WorkerMean run(Round round, int partition, PartitionSamples samples) {
    int[] order = samples.shuffled(settings.seed(), round.epoch(), partition);
    int rounds = settings.roundsPerEpoch();
    int from = place(order.length, round.number(), rounds);
    int until = place(order.length, round.number() + 1, rounds);
    int steps = (until - from + settings.batchSize() - 1) / settings.batchSize();
    Gradients outcome = new Gradients(0);
    backpropagation.parameters().set(round.parameters());
    Moments moments = Moments.of(settings.rule(), round.optimizer(), backpropagation.precision());
    CounterRandom keys = new CounterRandom(settings.seed() + STREAM, partition);
    CounterRandom keysOfRound = new CounterRandom(keys.bits(round.epoch()), round.number());
    for (int step = 0; step < steps; step++) {
      int begin = from + place(until - from, step, steps);
      int end = from + place(until - from, step + 1, steps);
      double done = round.epoch() + (round.number() + (step + 0.5) / steps) / rounds;
      double share = settings.training().cost().regularization().share(done);
      dropout.draw(keysOfRound.bits(step), share);
      step(samples.take(order, begin, end), done, moments, outcome);
    }
    Matrix flat = backpropagation.parameters().flat();
    DoubleMatrix parameters = DoubleMatrix.zeros(1, flat.columns());
    parameters.set(flat);
    return new WorkerMean(parameters.array(), moments.state(), outcome);
  }

  /** Where a part starts; parts differ by at most one. */
  private static int place(int all, int part, int parts) {
    return (int) ((long) all * part / parts);
  }

  private void step(Batch batch, double done, Moments moments, Gradients outcome) {
    CostFunction cost = settings.training().cost();
    Matrix gradient =
        backpropagation.gradient(batch, cost.factorOfBatch(batch.size()), dropout, outcome);
    Matrix parameters = backpropagation.parameters().flat();
    Regularization regularization = cost.regularization();
    double share = cost.shareOfBatch(batch.size());
    UpdateRule rule = settings.ruleAt(done);
    UpdateKernel kernel = moments.nextStep(rule, settings.training().learningRate().at(done));
    regularization.addGradient(parameters, gradient, share, 0, parameters.columns());
    if (gradient instanceof FloatMatrix g) {
      GradientClipping.clip(g.array(), rule.maxGradientNorm());
    } else {
      GradientClipping.clip(((DoubleMatrix) gradient).array(), rule.maxGradientNorm());
    }
    moments.update(kernel, parameters, gradient);
  }
}
