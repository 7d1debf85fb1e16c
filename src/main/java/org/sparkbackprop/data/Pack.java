package org.sparkbackprop.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.network.Batch;
import scala.Tuple2;

/**
 * Packs the rows of one part of the data set, prepared, and says which partition they belong to.
 *
 * @param judge which has found the same rows good before
 * @param packing of a row
 * @param heldOut which rows are held out of training
 * @param part that is packed; the rows of the other are left out
 * @param classWeights as of {@link ClassWeights}
 * @param placement of the rows
 * @param firstRows the place among all used rows of the first of each part of the source
 */
record Pack(
    RowJudge judge,
    Packing packing,
    HoldOut heldOut,
    DataPart part,
    double[] classWeights,
    Placement placement,
    Broadcast<Map<Place, Long>> firstRows)
    implements PairFlatMapFunction<Iterator<RowReader>, PieceKey, Batch> {

  @Override
  public Iterator<Tuple2<PieceKey, Batch>> call(Iterator<RowReader> readers) {
    return new Pieces(readers);
  }

  /** Pieces as they become full, and what is left of them at the end. */
  private final class Pieces implements Iterator<Tuple2<PieceKey, Batch>> {

    private final Iterator<RowReader> readers;
    private final Map<String, Integer> classes = new HashMap<>();
    private final RowEncoder encoder = new RowEncoder(packing.preparation());
    private final Map<Integer, OpenPiece> open = new TreeMap<>();
    private final Deque<Tuple2<PieceKey, Batch>> done = new ArrayDeque<>();
    private RowReader reader;
    private Place place;
    private long index;

    Pieces(Iterator<RowReader> readers) {
      this.readers = readers;
      packing.preparation().classNames().forEach(name -> classes.put(name, classes.size()));
    }

    @Override
    public boolean hasNext() {
      while (done.isEmpty() && advance()) {
        if (judge.fault(reader) == null) {
          if (part.has(reader.row(), heldOut)) {
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
        if (!readers.hasNext()) {
          return false;
        }
        reader = readers.next();
        place = null;
      }
      if (!reader.place().equals(place)) {
        closeAll(); // what follows need not be the next part in the order
        place = reader.place();
        Long first = firstRows.value().get(place);
        if (first == null) {
          throw new DataException(PreparedData.CHANGED);
        }
        index = first;
      }
      return true;
    }

    private void add(RowBuffer row) {
      int target = placement.target(index);
      OpenPiece piece = open.get(target);
      if (piece == null) {
        if (placement.isInOrder()) {
          closeAll();
        }
        int most = placement.piece(packing.rows());
        piece = new OpenPiece(new PieceKey(target, index), packing.piece(most, encoder));
        open.put(target, piece);
      }
      int label = classOf(row.label());
      piece.rows.add(row, label, weight(row, label));
      if (piece.rows.isFull()) {
        done.add(piece.closed());
        open.remove(target);
      }
    }

    private int classOf(String label) {
      return label == null ? Batch.UNLABELLED : classes.get(label);
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
    public Tuple2<PieceKey, Batch> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return done.remove();
    }
  }

  private record OpenPiece(PieceKey key, Packing.Piece rows) {

    Tuple2<PieceKey, Batch> closed() {
      return new Tuple2<>(key, rows.batch());
    }
  }
}
