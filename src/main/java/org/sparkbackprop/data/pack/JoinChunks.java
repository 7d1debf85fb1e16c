package org.sparkbackprop.data.pack;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.network.Batch;
import scala.Tuple2;

/**
 * Joins the chunks of a partition, which come in order, to full blocks.
 *
 * @param rows of a full block
 * @param storage of a block
 */
public record JoinChunks(int rows, Storage storage)
    implements FlatMapFunction<Iterator<Tuple2<ChunkKey, Batch>>, Batch> {

  /** How a block is stored. */
  public enum Storage {
    /** Each feature contiguous: for whole blocks. */
    BY_COLUMNS,
    /** Each sample contiguous: for mini-batches. */
    BY_ROWS
  }

  @Override
  public Iterator<Batch> call(Iterator<Tuple2<ChunkKey, Batch>> chunks) {
    return new Iterator<>() {
      private final RowBlocks blocks = new RowBlocks(rows);
      private Batch next;

      @Override
      public boolean hasNext() {
        while (next == null && chunks.hasNext()) {
          blocks.add(chunks.next()._2());
          next = blocks.full();
        }
        if (next == null) {
          next = blocks.rest();
        }
        return next != null;
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Batch block = next;
        next = blocks.full();
        return storage == Storage.BY_ROWS ? block : block.byColumns();
      }
    };
  }

  /** Gathers samples in blocks, stored row by row, that are all full but the last. */
  static final class RowBlocks {

    private final int max;
    private final Deque<Batch> full = new ArrayDeque<>();
    private Batch open;
    private int size;

    /** Blocks of {@code max} samples. */
    RowBlocks(int max) {
      this.max = max;
    }

    /** Adds all samples of a block that is stored row by row; a full one is kept as it is. */
    void add(Batch source) {
      if (size == 0 && source.size() == max) {
        full.add(source);
        return;
      }
      for (int sample = 0; sample < source.size(); sample++) {
        if (open == null) {
          open = source.weightedLike(max);
        }
        source.copy(sample, open, size);
        size++;
        if (size == max) {
          full.add(closed(open));
        }
      }
    }

    /** The next full block; null if there is none. */
    Batch full() {
      return full.poll();
    }

    /** The samples left at the end, in a smaller block; null if there are none. */
    Batch rest() {
      if (size == 0) {
        return null;
      }
      Batch last = open.weightedLike(size);
      for (int sample = 0; sample < size; sample++) {
        open.copy(sample, last, sample);
      }
      return closed(last);
    }

    /** Weights that are all 1 are left out. */
    private Batch closed(Batch block) {
      open = null;
      size = 0;
      boolean weighted = Arrays.stream(block.weights()).anyMatch(weight -> weight != 1);
      return weighted ? block : new Batch(block.inputs(), block.targets());
    }
  }
}
