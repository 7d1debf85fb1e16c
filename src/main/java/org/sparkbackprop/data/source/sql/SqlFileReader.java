package org.sparkbackprop.data.source.sql;

import java.net.URI;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.sparkbackprop.data.rows.SplitId;

/** Reads rows of files, each with its file and the start of its part behind the columns. */
public final class SqlFileReader extends SqlRowReader {

  private final Iterator<InternalRow> rows;
  private final int fileAt;
  private UTF8String file;
  private SplitId place = new SplitId("", 0);
  private long position;

  SqlFileReader(SqlColumns columns, Iterator<InternalRow> rows) {
    super(columns);
    this.rows = rows;
    this.fileAt = columns.columns().size() + columns.identities().size();
  }

  @Override
  InternalRow next() {
    InternalRow row;
    try {
      row = rows.hasNext() ? rows.next() : null;
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      String path = InputFileBlockHolder.getInputFilePath().toString();
      if (SqlFailure.isOfFile(e) && !path.isEmpty()) {
        move(path, InputFileBlockHolder.getStartOffset());
        throw SqlFailure.inFile(e, place.file());
      }
      throw e;
    }
    if (row == null) {
      return null;
    }
    long start = row.getLong(fileAt + 1);
    UTF8String path = row.getUTF8String(fileAt);
    if (start != place.start() || !path.equals(file)) {
      file = path.copy();
      move(file.toString(), start);
    }
    position++;
    return row;
  }

  /**
   * Goes to another part.
   *
   * @param path with its special characters escaped, as Spark has it
   */
  private void move(String path, long start) {
    SplitId next = new SplitId(new Path(URI.create(path)).toString(), start);
    if (!next.equals(place)) {
      place = next;
      position = 0;
    }
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
