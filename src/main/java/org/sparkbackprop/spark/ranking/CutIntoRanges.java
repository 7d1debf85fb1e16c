package org.sparkbackprop.spark.ranking;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.Function2;
import org.sparkbackprop.metrics.ranking.ScoreBuffer;
import org.sparkbackprop.metrics.ranking.ScoreGroups;
import org.sparkbackprop.metrics.ranking.ScoredBlock;
import scala.Tuple2;

/**
 * Sorts the scores of a partition into the buffers of their ranges. A full buffer becomes a chunk;
 * all buffers together have room for a million scores, or for 64 each.
 *
 * @param ranges of all columns
 */
record CutIntoRanges(ScoreRanges ranges)
    implements Function2<Integer, Iterator<ScoredBlock>, Iterator<Tuple2<RangeKey, ScoreGroups>>> {

  private static final int MOST_IN_ALL = 1 << 20;
  private static final int MOST_IN_A_CHUNK = 8192;
  private static final int LEAST_IN_A_CHUNK = 64;

  @Override
  public Iterator<Tuple2<RangeKey, ScoreGroups>> call(
      Integer partition, Iterator<ScoredBlock> blocks) {
    return new Chunks(partition, blocks);
  }

  /** Chunks as they become full, and the rest at the end. */
  private final class Chunks implements Iterator<Tuple2<RangeKey, ScoreGroups>> {

    private final int partition;
    private final Iterator<ScoredBlock> blocks;
    private final ScoreBuffer[] buffers = new ScoreBuffer[ranges.count()];
    private final int capacity =
        Math.max(LEAST_IN_A_CHUNK, Math.min(MOST_IN_A_CHUNK, MOST_IN_ALL / ranges.count()));
    private final Deque<Tuple2<RangeKey, ScoreGroups>> done = new ArrayDeque<>();
    private int sequence;
    private int drained;

    Chunks(int partition, Iterator<ScoredBlock> blocks) {
      this.partition = partition;
      this.blocks = blocks;
    }

    @Override
    public boolean hasNext() {
      while (done.isEmpty() && blocks.hasNext()) {
        add(blocks.next());
      }
      while (done.isEmpty() && drained < buffers.length) {
        drain(drained++);
      }
      return !done.isEmpty();
    }

    private void add(ScoredBlock block) {
      for (int row = 0; row < block.rows(); row++) {
        double weight = block.weight(row);
        for (int k = 0; k < ranges.columns(); k++) {
          double score = block.score(row, k);
          if (weight > 0) {
            add(ranges.of(k, score), score, block.isPositive(row, k) ? weight : -weight);
          }
        }
      }
    }

    private void add(int range, double score, double signedWeight) {
      if (buffers[range] == null) {
        buffers[range] = new ScoreBuffer(capacity);
      }
      buffers[range].add(score, signedWeight);
      if (buffers[range].isFull()) {
        drain(range);
      }
    }

    private void drain(int range) {
      if (buffers[range] != null && !buffers[range].isEmpty()) {
        RangeKey key = new RangeKey(range, partition, sequence++);
        done.add(new Tuple2<>(key, buffers[range].drain()));
      }
    }

    @Override
    public Tuple2<RangeKey, ScoreGroups> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return done.remove();
    }
  }
}
