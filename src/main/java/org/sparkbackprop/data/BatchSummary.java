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
 * @param weight the sum of all sample weights, added in the order of the partitions; the number of
 *     samples where they have no weights
 * @param weighted whether any sample has a weight other than 1
 * @param fingerprint a hash of all prepared rows, targets and weights; it depends neither on their
 *     order nor on whether zeros are stored
 * @param order a hash of the same in their order, partition by partition
 */
public record BatchSummary(
    long samples, long batches, double weight, boolean weighted, long fingerprint, long order)
    implements Serializable {

  private static final BatchSummary NOTHING = new BatchSummary(0, 0, 0, false, 0, 0);

  /** Reads all batches once, which fills the cache of those to be cached. */
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

  private record Summarize() implements FlatMapFunction<Iterator<Batch>, BatchSummary> {
    @Override
    public Iterator<BatchSummary> call(Iterator<Batch> batches) {
      BatchSummary sum = NOTHING;
      while (batches.hasNext()) {
        sum = sum.plus(summary(batches.next()));
      }
      return List.of(sum).iterator();
    }

    private static BatchSummary summary(Batch batch) {
      long[] rows = batch.inputs().rowHashes();
      long sum = 0;
      long order = 0;
      boolean weighted = false;
      for (int i = 0; i < rows.length; i++) {
        long hash = CounterRandom.mix(rows[i] + batch.targets().hash(i));
        if (batch.weight(i) != 1) { // a row that counts once has the hash of one without a weight
          weighted = true;
          hash = CounterRandom.mix(hash + Double.doubleToLongBits(batch.weight(i)));
        }
        sum += hash;
        order = CounterRandom.mix(order + hash);
      }
      return new BatchSummary(batch.size(), 1, batch.totalWeight(), weighted, sum, order);
    }
  }
}
