package org.sparkbackprop.data.source.sql;

import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.linalg.math.CounterRandom;

/** Reads rows of a part of a table that was brought into an order. */
public final class SqlTableReader extends SqlRowReader {

  private final Iterator<InternalRow> rows;
  private final SplitId place;
  private final int hashAt;
  private long position;
  private long equal;
  private long rank;

  /**
   * A reader of sorted rows.
   *
   * @param hashAt where a hash stands that divides the rows, and behind it one that equal rows,
   *     which come one after the other, have in common; -1 where there is none
   */
  SqlTableReader(SqlColumns columns, Iterator<InternalRow> rows, SplitId place, int hashAt) {
    super(columns);
    this.rows = rows;
    this.place = place;
    this.hashAt = hashAt;
  }

  @Override
  InternalRow next() {
    if (!rows.hasNext()) {
      return null;
    }
    position++;
    InternalRow next = rows.next();
    if (hashAt >= 0) {
      long whole = next.getLong(hashAt + 1);
      rank = position > 1 && whole == equal ? rank + 1 : 0;
      equal = whole;
      row().hash(CounterRandom.mix(next.getLong(hashAt) + CounterRandom.mix(rank)));
    }
    return next;
  }

  @Override
  public SplitId place() {
    return place;
  }

  @Override
  public long position() {
    return position;
  }
}
