package org.sparkbackprop.data.pack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.data.holdout.HoldOut;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.Targets;
import org.sparkbackprop.settings.ClassWeights;
import scala.Tuple2;

/**
 * Packs the prepared rows of one part of the data set into chunks, with the partition of each.
 *
 * @param validator of rows, as in the first pass
 * @param packing of rows
 * @param holdOut which rows are held out of training
 * @param part of the data set to pack
 * @param classWeights as in {@link ClassWeights}
 * @param placement of the rows
 * @param parts the good rows of each split, as a range of all good rows
 */
public record PackSplit(
    RowValidator validator,
    BlockPacker packing,
    HoldOut holdOut,
    DataSubset part,
    double[] classWeights,
    Placement placement,
    Broadcast<Map<SplitId, RowRange>> parts)
    implements PairFlatMapFunction<Iterator<RowReader>, ChunkKey, Batch> {

  @Override
  public Iterator<Tuple2<ChunkKey, Batch>> call(Iterator<RowReader> readers) {
    return new Chunks(readers);
  }

  /** Chunks as they become full, and partly filled ones at the end. */
  private final class Chunks implements Iterator<Tuple2<ChunkKey, Batch>> {

    private final Iterator<RowReader> readers;
    private final RowEncoder encoder = new RowEncoder(packing.preparation());
    private final Map<Integer, OpenChunk> open = new TreeMap<>();
    private final TargetEncoder targets = new TargetEncoder(packing.preparation().target());
    private final Deque<Tuple2<ChunkKey, Batch>> done = new ArrayDeque<>();
    private RowReader reader;
    private SplitId split;
    private HoldOut.Division division;
    private long first;
    private long index;
    private long until;

    Chunks(Iterator<RowReader> readers) {
      this.readers = readers;
    }

    @Override
    public boolean hasNext() {
      while (done.isEmpty() && advance()) {
        if (validator.fault(reader) == null) {
          if (part.includes(division.of(reader.row(), index - first))) {
            add(reader.row());
          }
          index++;
        }
      }
      if (done.isEmpty()) {
        closeAll();
      }
      return !done.isEmpty();
    }

    private boolean advance() {
      while (reader == null || !reader.advance()) {
        requireAll();
        split = null;
        if (!readers.hasNext()) {
          reader = null;
          return false;
        }
        reader = readers.next();
      }
      if (!reader.split().equals(split)) {
        requireAll();
        closeAll(); // the splits of a reader need not be neighbours
        begin(reader.split());
      }
      return true;
    }

    private void begin(SplitId next) {
      RowRange range = parts.value().get(next);
      if (range == null) {
        throw DataException.inputChanged();
      }
      split = next;
      division = holdOut.of(next);
      first = range.from();
      index = first;
      until = range.until();
    }

    /** Each split must have as many good rows as in the first pass. */
    private void requireAll() {
      if (split != null && index != until) {
        throw DataException.inputChanged();
      }
    }

    private void add(RowBuffer row) {
      int target = placement.target(index);
      OpenChunk chunk = open.get(target);
      if (chunk == null) {
        if (placement.isInOrder()) {
          closeAll();
        }
        Targets room = targets.room(placement.chunk(packing.rows()));
        chunk = new OpenChunk(new ChunkKey(target, index), packing.chunk(room, encoder));
        open.put(target, chunk);
      }
      Targets ofRow = targets.of(row);
      chunk.rows.add(row, ofRow, weight(row, ofRow));
      if (chunk.rows.isFull()) {
        done.add(chunk.closed());
        open.remove(target);
      }
    }

    private double weight(RowBuffer row, Targets ofRow) {
      if (classWeights.length == 0) {
        return row.weight();
      }
      int label = ClassLabels.of(ofRow)[0];
      double weight = row.weight() * classWeights[label];
      if (Double.isInfinite(weight)) {
        throw new DataException(
            "the weight %s of a row times %s, the weight of its class, is too large for a number"
                .formatted(row.weight(), classWeights[label]));
      }
      return weight;
    }

    private void closeAll() {
      open.values().forEach(chunk -> done.add(chunk.closed()));
      open.clear();
    }

    @Override
    public Tuple2<ChunkKey, Batch> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return done.remove();
    }
  }

  private record OpenChunk(ChunkKey key, BlockPacker.Chunk rows) {

    Tuple2<ChunkKey, Batch> closed() {
      return new Tuple2<>(key, rows.batch());
    }
  }
}
