package org.sparkbackprop.training.localsgd;

import java.util.List;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.Batch;

/**
 * The samples of a partition, from which mini-batches are taken. They are numbered through all its
 * blocks.
 */
public final class PartitionSamples {

  private static final long STREAM = 0x73687566666c65L; // "shuffle"

  private final List<Batch> blocks;

  /** The number of the first sample of each block, then the number of all samples. */
  private final int[] first;

  /** Whether samples have weights. */
  private final boolean weighted;

  private Shuffle latestShuffle;
  private int[] latestOrder;

  /** Mini-batches have at most two sizes; their buffers are reused. */
  private Batch larger;

  private Batch smaller;

  /**
   * The samples of some blocks, best stored row by row.
   *
   * @throws ArithmeticException if there are more than 2³¹ − 1
   */
  public PartitionSamples(List<Batch> blocks) {
    this.blocks = blocks;
    this.weighted = blocks.stream().anyMatch(Batch::isWeighted);
    this.first = new int[blocks.size() + 1];
    for (int i = 0; i < blocks.size(); i++) {
      first[i + 1] = Math.addExact(first[i], blocks.get(i).size());
    }
  }

  /** Number of samples. */
  public int size() {
    return first[blocks.size()];
  }

  /** All that an order of the samples depends on. */
  private record Shuffle(long seed, long epoch, int partition) {}

  /**
   * All sample numbers in the order of an epoch, by Fisher and Yates; shared, not to be modified.
   *
   * @param partition the number of this partition
   */
  public int[] shuffled(long seed, long epoch, int partition) {
    Shuffle wanted = new Shuffle(seed, epoch, partition);
    if (!wanted.equals(latestShuffle)) { // the rounds of an epoch have the same order
      latestOrder = shuffled(wanted);
      latestShuffle = wanted;
    }
    return latestOrder;
  }

  private int[] shuffled(Shuffle shuffle) {
    CounterRandom random =
        new CounterRandom(
            CounterRandom.mix(shuffle.seed() + STREAM) + shuffle.epoch(), shuffle.partition());
    int[] order = new int[size()];
    for (int i = 0; i < order.length; i++) {
      int other = (int) (random.uniform(i) * (i + 1));
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /**
   * A mini-batch, valid until the next call.
   *
   * @param from the place of the first sample in the order
   * @param until the place after the last one
   */
  public Batch take(int[] order, int from, int until) {
    Batch batch = room(until - from);
    for (int i = from; i < until; i++) {
      int block = blockOf(order[i]);
      blocks.get(block).copy(order[i] - first[block], batch, i - from);
    }
    return batch;
  }

  private Batch room(int size) {
    if (larger != null && larger.size() == size) {
      return larger;
    }
    if (smaller == null || smaller.size() != size) {
      smaller = larger;
      Batch like = blocks.get(0);
      larger = weighted ? like.weightedLike(size) : like.unweightedLike(size);
      return larger;
    }
    return smaller;
  }

  /** By binary search; there are many blocks only if they are small. */
  private int blockOf(int sample) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (first[middle] <= sample) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
