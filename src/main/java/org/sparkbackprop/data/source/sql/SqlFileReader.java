package org.sparkbackprop.data.source.sql;

import java.net.URI;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.sparkbackprop.data.rows.SplitId;

/** Reads rows of files; the file and the start of its split follow the columns. */
final class SqlFileReader extends SqlRowReader {

  private final int fileAt;
  private UTF8String file;

  SqlFileReader(SqlColumns columns, Iterator<InternalRow> rows) {
    super(columns, rows, new SplitId("", 0));
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
        move(split(path, InputFileBlockHolder.getStartOffset()));
        throw SqlFailure.inFile(e, split().file());
      }
      throw e;
    }
    if (row == null) {
      return null;
    }
    long start = row.getLong(fileAt + 1);
    UTF8String path = row.getUTF8String(fileAt);
    if (start != split().start() || !path.equals(file)) {
      file = path.copy();
      move(split(file.toString(), start));
    }
    return row;
  }

  /** The split of a path in which Spark has escaped special characters. */
  private static SplitId split(String path, long start) {
    return new SplitId(new Path(URI.create(path)).toString(), start);
  }
}
