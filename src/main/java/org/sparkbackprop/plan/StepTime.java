package org.sparkbackprop.plan;

import java.time.Duration;
import java.util.List;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Dropout;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.UpdateKernel;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.training.localsgd.Moments;

/** Measures how long this machine takes for a gradient. */
public final class StepTime {

  private StepTime() {}

  /**
   * Seconds per sample with full batches, on one core.
   *
   * @param batch like those of the training
   * @param max how long to measure; at least one pass is made
   */
  public static double ofBlocks(Backpropagation backpropagation, Batch batch, Duration max) {
    double[] parameters = Initializer.parameters(backpropagation.network(), 1);
    Runnable pass = () -> backpropagation.gradients(parameters, List.of(batch).iterator());
    return seconds(pass, max) / batch.size();
  }

  /** Seconds per sample with mini-batches, likewise, including the optimiser's steps. */
  public static double ofMiniBatches(
      Backpropagation backpropagation, UpdateRule rule, Batch batch, Duration max) {
    Network network = backpropagation.network();
    backpropagation.parameters().set(Initializer.parameters(network, 1));
    Moments moments =
        Moments.of(rule, rule.initialState(network.parameterCount()), backpropagation.precision());
    Gradients sums = new Gradients(0);
    Runnable step =
        () -> {
          Matrix gradient = backpropagation.gradient(batch, 1, Dropout.NONE, sums);
          UpdateKernel kernel = moments.nextStep(rule, /* rate= */ 0);
          moments.update(kernel, backpropagation.parameters().flat(), gradient);
        };
    return seconds(step, max) / batch.size();
  }

  private static double seconds(Runnable work, Duration max) {
    long end = System.nanoTime() + max.toNanos();
    long best = Long.MAX_VALUE;
    do {
      long begin = System.nanoTime();
      work.run();
      best = Math.min(best, System.nanoTime() - begin);
    } while (System.nanoTime() < end);
    return best * 1e-9;
  }
}
