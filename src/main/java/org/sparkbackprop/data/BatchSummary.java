package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.Batch;

/**
 * What is in some batches.
 *
 * @param samples number of samples
 * @param batches number of batches
 * @param weight the sum of the weights of all samples, added in the order of the partitions; the
 *     number of samples where they have none
 * @param weighted whether any of them has a weight other than 1
 * @param fingerprint a hash of all rows, as they are trained on, targets and weights; it does not
 *     depend on their order, nor on whether zeros are kept
 * @param order a hash of the same in their order, partition by partition
 */
public record BatchSummary(
    long samples, long batches, double weight, boolean weighted, long fingerprint, long order)
    implements Serializable {

  private static final BatchSummary NOTHING = new BatchSummary(0, 0, 0, false, 0, 0);

  /** Reads all batches once; where they are cached, that is when they are read in. */
  public static BatchSummary of(JavaRDD<Batch> batches) {
    return batches.mapPartitions(new Summarize()).collect().stream()
        .reduce(NOTHING, BatchSummary::plus);
  }

  private BatchSummary plus(BatchSummary other) {
    return new BatchSummary(
        samples + other.samples,
        batches + other.batches,
        weight + other.weight,
        weighted || other.weighted,
        fingerprint + other.fingerprint,
        CounterRandom.mix(order) + other.order);
  }

  private static final class Summarize implements FlatMapFunction<Iterator<Batch>, BatchSummary> {

    private static final long serialVersionUID = 1;

    @Override
    public Iterator<BatchSummary> call(Iterator<Batch> batches) {
      BatchSummary sum = NOTHING;
      while (batches.hasNext()) {
        Batch batch = batches.next();
        sum = sum.plus(summary(batch));
      }
      return List.of(sum).iterator();
    }

    private static BatchSummary summary(Batch batch) {
      long[] rows = batch.inputs().rowHashes();
      long sum = 0;
      long order = 0;
      boolean weighted = false;
      for (int i = 0; i < rows.length; i++) {
        long row = CounterRandom.mix(rows[i] + batch.targets().hash(i));
        long hash = batch.weight(i) == 1 ? row : weighted(row, batch.weight(i));
        weighted |= batch.weight(i) != 1;
        sum += hash;
        order = CounterRandom.mix(order + hash);
      }
      return new BatchSummary(batch.size(), 1, batch.totalWeight(), weighted, sum, order);
    }

    /** A row that counts once has the hash that it has without a weight. */
    private static long weighted(long row, double weight) {
      return CounterRandom.mix(row + Double.doubleToLongBits(weight));
    }
  }
}
