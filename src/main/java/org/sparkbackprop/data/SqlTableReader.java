package org.sparkbackprop.data;

import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;

/** Reads rows of a part of a table that was brought into an order. */
final class SqlTableReader extends SqlRowReader {

  private final Iterator<InternalRow> rows;
  private final Place place;
  private long position;

  SqlTableReader(SqlColumns columns, Iterator<InternalRow> rows, Place place) {
    super(columns);
    this.rows = rows;
    this.place = place;
  }

  @Override
  InternalRow next() {
    if (!rows.hasNext()) {
      return null;
    }
    position++;
    return rows.next();
  }

  @Override
  Place place() {
    return place;
  }

  @Override
  long position() {
    return position;
  }
}
