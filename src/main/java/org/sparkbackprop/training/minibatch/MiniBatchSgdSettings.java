package org.sparkbackprop.training.minibatch;

import java.io.Serializable;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.Dropout;
import org.sparkbackprop.optim.UpdateKernel;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.training.loop.TrainerSettings;

/**
 * What training by mini-batches does. A mini-batch has the same share of every partition's samples.
 * Within a partition it is divided into lanes, so that several threads can compute its gradient;
 * the gradients of all lanes of all partitions are added in a fixed order.
 *
 * @param training what all methods share; its optimiser is an {@link UpdateRule}
 * @param batchSize approximate number of samples per step, at least 1
 * @param lanes of each partition, a power of two; like the number of partitions, they change the
 *     result in its last bits
 * @param maxSteps the most steps of an epoch; the samples of further steps are left out
 * @param dropout share of the hidden units that a step leaves out
 * @param seed of the order of the samples, and of dropout
 */
public record MiniBatchSgdSettings(
    TrainerSettings training, int batchSize, int lanes, long maxSteps, double dropout, long seed)
    implements Serializable {

  private static final long STREAM = 0x64726f70L; // "drop"

  /** 2⁶⁴ times the golden section. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** A lane of fewer samples computes slower than it saves. */
  private static final int LANE = 64;

  private static final int MAX_LANES = 8;

  /**
   * The lanes of each partition: as many as give enough samples to each.
   *
   * @param partitions number of partitions
   */
  public static int lanes(int batchSize, int partitions) {
    int most = Math.min(MAX_LANES, batchSize / partitions / LANE);
    return Integer.highestOneBit(Math.max(1, most));
  }

  /** The optimiser of the steps, without the weight decay. */
  public UpdateRule rule() {
    return (UpdateRule) training.optimizer();
  }

  /** The part that workers need. */
  public MiniBatchSgdSettings forWorkers() {
    return new MiniBatchSgdSettings(
        training.forWorkers(), batchSize, lanes, maxSteps, dropout, seed);
  }

  /** Number of mini-batches that have all samples. */
  public long batches() {
    return (training.cost().samples() + batchSize - 1) / batchSize;
  }

  /** Number of steps of an epoch. */
  public long steps() {
    return Math.min(maxSteps, batches());
  }

  /**
   * The formula of a step.
   *
   * @param taken number of steps before it since training began
   */
  UpdateKernel kernel(double taken, long epoch, long step) {
    double done = done(epoch, step);
    UpdateRule rule = (UpdateRule) training.optimizerAt(done);
    return rule.kernel(taken + 1, training.learningRate().at(done));
  }

  /** Number of epochs done in the middle of a step. */
  private double done(long epoch, long step) {
    return epoch + (step + 0.5) / batches();
  }

  /** Draws the units that a lane drops in a step. */
  void draw(Dropout units, long epoch, long step, int partition, int lane) {
    CounterRandom ofEpoch = new CounterRandom(seed + STREAM, epoch);
    long key = new CounterRandom(ofEpoch.bits(step), partition).bits(lane);
    units.draw(key, training.cost().regularization().share(done(epoch, step)));
  }

  /**
   * Where a lane's part of a mini-batch begins among a partition's samples.
   *
   * @param partition its number
   * @param samples number of its samples
   * @param lane from 0; {@link #lanes} for the end of the mini-batch
   */
  int begin(int partition, int samples, long step, int lane) {
    long first = begin(partition, samples, step);
    long end = begin(partition, samples, step + 1);
    return (int) (first + (end - first) * lane / lanes);
  }

  /**
   * Partitions of a few samples have none in most mini-batches. Each has a phase of its own, so
   * that they do not all have one in the same.
   */
  private long begin(int partition, int samples, long step) {
    double phase = ((partition * GOLDEN) >>> 11) * 0x1.0p-53; // spread evenly over 0 to 1
    return (samples * step + (long) (phase * batches())) / batches();
  }
}
