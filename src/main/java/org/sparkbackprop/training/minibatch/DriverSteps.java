package org.sparkbackprop.training.minibatch;

import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.optim.OptimizerState;

/** Steps whose gradients are computed elsewhere, such as by a job each. */
public final class DriverSteps implements StepRunner {

  /** The gradient of a mini-batch. */
  public interface StepGradient {

    /**
     * The sums over the samples of a mini-batch.
     *
     * @param parameters flat; not modified
     */
    Gradients of(double[] parameters, long epoch, long step);
  }

  private final MiniBatchSgdSettings settings;
  private final StepGradient gradients;
  private final StepUpdate update;

  /** Steps of a network whose gradients have this precision. */
  public DriverSteps(
      Network network, Precision precision, MiniBatchSgdSettings settings, StepGradient gradients) {
    this.settings = settings;
    this.gradients = gradients;
    this.update = new StepUpdate(settings, new Parameters(network, precision));
  }

  @Override
  public void begin(double[] parameters, OptimizerState optimizer) {
    update.begin(parameters, optimizer);
  }

  @Override
  public Outcome run(long epoch) {
    double cost = 0;
    long correct = 0;
    long samples = 0;
    for (long step = 0; step < settings.steps(); step++) {
      Gradients sums = gradients.of(update.parameters(), epoch, step);
      long batch = sums.samples();
      if (batch > 0) { // not one of a few samples in many partitions
        SumOfLanes.store(
            sums.values(), update.factor(batch), update.gradient(), 0, update.length());
        update.addRegularization(batch, 0, update.length());
        if (update.measures()) {
          update.measure(0, update.length());
        }
        update.step(settings.kernel(update.taken(), epoch, step), 0, update.length());
      }
      update.count(1);
      cost += sums.cost();
      correct += sums.correct();
      samples += batch;
    }
    return new Outcome(cost, correct, samples);
  }

  @Override
  public double[] parameters() {
    return update.parameters();
  }

  @Override
  public OptimizerState optimizer() {
    return update.optimizer();
  }
}
