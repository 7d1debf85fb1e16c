package org.sparkbackprop.data.pack;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.network.Batch;
import scala.Tuple2;

/**
 * Joins the pieces of a partition, which come in their order, to full blocks.
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
  public Iterator<Batch> call(Iterator<Tuple2<ChunkKey, Batch>> pieces) {
    return new Iterator<>() {
      private final RowBlocks blocks = new RowBlocks(rows);
      private Batch next;

      @Override
      public boolean hasNext() {
        while (next == null && pieces.hasNext()) {
          blocks.add(pieces.next()._2());
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
}
