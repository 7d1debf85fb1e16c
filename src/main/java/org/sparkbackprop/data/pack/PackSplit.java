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
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.settings.ClassWeights;
import scala.Tuple2;

/**
 * Packs the rows of one part of the data set, prepared, and says which partition they belong to.
 *
 * @param judge which has found the same rows good before
 * @param packing of a row
 * @param holdOut which rows are held out of training
 * @param part that is packed; the rows of others are left out
 * @param classWeights as of {@link ClassWeights}
 * @param placement of the rows
 * @param parts the used rows of each part of the source, by their places among all of them
 */
public record PackSplit(
    RowValidator judge,
    BlockPacker packing,
    HoldOut holdOut,
    DataSubset part,
    double[] classWeights,
    Placement placement,
    Broadcast<Map<SplitId, RowRange>> parts)
    implements PairFlatMapFunction<Iterator<RowReader>, ChunkKey, Batch> {

  @Override
  public Iterator<Tuple2<ChunkKey, Batch>> call(Iterator<RowReader> readers) {
    return new Pieces(readers);
  }

  /** Pieces as they become full, and what is left of them at the end. */
  private final class Pieces implements Iterator<Tuple2<ChunkKey, Batch>> {

    private final Iterator<RowReader> readers;
    private final ClassNames classes = ClassNames.of(packing.preparation().classNames());
    private final RowEncoder encoder = new RowEncoder(packing.preparation());
    private final Map<Integer, OpenPiece> open = new TreeMap<>();
    private final ClassLabels rowTarget = new ClassLabels(new int[1]);
    private final Deque<Tuple2<ChunkKey, Batch>> done = new ArrayDeque<>();
    private RowReader reader;
    private SplitId place;
    private HoldOut.Division division;
    private long first;
    private long index;
    private long until;

    Pieces(Iterator<RowReader> readers) {
      this.readers = readers;
    }

    @Override
    public boolean hasNext() {
      while (done.isEmpty() && advance()) {
        if (judge.fault(reader) == null) {
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
        place = null;
        if (!readers.hasNext()) {
          reader = null;
          return false;
        }
        reader = readers.next();
      }
      if (!reader.place().equals(place)) {
        requireAll();
        closeAll(); // what follows need not be the next part in the order
        begin(reader.place());
      }
      return true;
    }

    private void begin(SplitId next) {
      RowRange range = parts.value().get(next);
      if (range == null) {
        throw DataException.inputChanged();
      }
      place = next;
      division = holdOut.of(next);
      first = range.from();
      index = first;
      until = range.until();
    }

    /** Each part must have as many good rows as it had when they were counted. */
    private void requireAll() {
      if (place != null && index != until) {
        throw DataException.inputChanged();
      }
    }

    private void add(RowBuffer row) {
      int target = placement.target(index);
      OpenPiece piece = open.get(target);
      if (piece == null) {
        if (placement.isInOrder()) {
          closeAll();
        }
        int max = placement.piece(packing.rows());
        piece =
            new OpenPiece(
                new ChunkKey(target, index), packing.piece(rowTarget.targetsLike(max), encoder));
        open.put(target, piece);
      }
      int label = classOf(row.label());
      rowTarget.labels()[0] = label;
      piece.rows.add(row, rowTarget, weight(row, label));
      if (piece.rows.isFull()) {
        done.add(piece.closed());
        open.remove(target);
      }
    }

    private int classOf(String label) {
      if (label == null) {
        return ClassLabels.UNLABELLED;
      }
      int known = classes.place(label);
      if (known == ClassNames.NONE) {
        throw DataException.inputChanged();
      }
      return known;
    }

    private double weight(RowBuffer row, int label) {
      if (classWeights.length == 0) {
        return row.weight();
      }
      double weight = row.weight() * classWeights[label];
      if (Double.isInfinite(weight)) {
        throw new DataException(
            "the weight %s of a row times %s, the weight of its class, is more than a number can be"
                .formatted(row.weight(), classWeights[label]));
      }
      return weight;
    }

    private void closeAll() {
      open.values().forEach(piece -> done.add(piece.closed()));
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

  private record OpenPiece(ChunkKey key, BlockPacker.Piece rows) {

    Tuple2<ChunkKey, Batch> closed() {
      return new Tuple2<>(key, rows.batch());
    }
  }
}
