package org.sparkbackprop.training.minibatch;

import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Dropout;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.training.localsgd.PartitionSamples;
import org.sparkbackprop.training.loop.GrowingTreeSum;

/**
 * The part of a step that a partition's samples make, lane by lane, with the bits of {@link
 * LocalSteps}. Not thread-safe.
 */
public final class PartitionStep {

  private final Backpropagation backpropagation;
  private final MiniBatchSgdSettings settings;
  private final Dropout dropout;
  private final Parameters gradient;

  /** With these buffers, whose parameters must be those before the step. */
  public PartitionStep(Backpropagation backpropagation, MiniBatchSgdSettings settings) {
    this.backpropagation = backpropagation;
    this.settings = settings;
    this.dropout =
        Dropout.of(backpropagation.network(), backpropagation.precision(), settings.dropout());
    this.gradient = new Parameters(backpropagation.network(), backpropagation.precision());
  }

  /**
   * The sums over the partition's part of a mini-batch.
   *
   * @param order of the samples in this epoch
   */
  public Gradients gradients(
      PartitionSamples samples, int[] order, int partition, long epoch, long step) {
    GrowingTreeSum<Gradients> sum = new GrowingTreeSum<>(settings.lanes());
    for (int lane = 0; lane < settings.lanes(); lane++) {
      Gradients sums = new Gradients(backpropagation.network().parameterCount());
      int begin = settings.begin(partition, order.length, step, lane);
      int end = settings.begin(partition, order.length, step, lane + 1);
      if (end > begin) {
        Batch batch = samples.take(order, begin, end);
        settings.draw(dropout, epoch, step, partition, lane);
        double cost = backpropagation.gradient(batch, dropout, gradient);
        sums.addGradient(gradient.flat());
        sums.addOutcome(cost, backpropagation.latestCorrect(), batch.size());
      }
      sum.add(lane, sums);
    }
    return sum.total();
  }
}
