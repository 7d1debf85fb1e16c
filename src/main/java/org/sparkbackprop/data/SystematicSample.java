package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.sparkbackprop.network.Batch;

/** Rows at even distances, so that data sorted by class still show all classes. */
public final class SystematicSample {

  private SystematicSample() {}

  /**
   * At most {@code max} rows, in their order.
   *
   * @param samples number of rows in the batches
   */
  public static Batch of(JavaRDD<Batch> batches, long samples, int max) {
    long step = Math.max(1, (samples + max - 1) / max);
    List<Long> sizes = batches.mapPartitions(new Count()).collect();
    long[] first = new long[sizes.size()];
    for (int p = 1; p < first.length; p++) {
      first[p] = first[p - 1] + sizes.get(p - 1);
    }
    return join(batches.mapPartitionsWithIndex(new Pick(first, step), true).collect());
  }

  private static Batch join(List<Batch> picked) {
    int rows = picked.stream().mapToInt(Batch::size).sum();
    boolean weighted = picked.stream().anyMatch(Batch::isWeighted);
    Batch like = picked.get(0);
    Batch joined = weighted ? like.weightedLike(rows) : like.unweightedLike(rows);
    int at = 0;
    for (Batch batch : picked) {
      for (int sample = 0; sample < batch.size(); sample++) {
        batch.copy(sample, joined, at++);
      }
    }
    return joined.byColumns();
  }

  private record Count() implements FlatMapFunction<Iterator<Batch>, Long> {
    @Override
    public Iterator<Long> call(Iterator<Batch> batches) {
      long rows = 0;
      while (batches.hasNext()) {
        rows += batches.next().size();
      }
      return List.of(rows).iterator();
    }
  }

  private record Pick(long[] first, long step)
      implements Function2<Integer, Iterator<Batch>, Iterator<Batch>> {

    @Override
    public Iterator<Batch> call(Integer partition, Iterator<Batch> batches) {
      long row = first[partition];
      List<Batch> picked = new ArrayList<>();
      while (batches.hasNext()) {
        Batch batch = batches.next();
        long begin = row;
        int[] wanted =
            IntStream.range(0, batch.size()).filter(i -> (begin + i) % step == 0).toArray();
        picked.add(batch.select(wanted));
        row += batch.size();
      }
      return picked.iterator();
    }
  }
}
