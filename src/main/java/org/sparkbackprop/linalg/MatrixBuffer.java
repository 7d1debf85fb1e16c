package org.sparkbackprop.linalg;

import java.util.stream.Stream;

/** Memory for one matrix at a time, which grows to the largest and is reused. */
public final class MatrixBuffer {

  private final Precision precision;
  private Matrix room;
  private Matrix latest;

  /** An empty buffer for matrices of this precision. */
  public MatrixBuffer(Precision precision) {
    this.precision = precision;
    this.room = precision.zeros(1, 0);
    this.latest = room;
  }

  /** The precision of its matrices. */
  public Precision precision() {
    return precision;
  }

  /** A matrix of undefined content in this buffer; overwrites what earlier calls returned. */
  public Matrix matrix(int rows, int columns) {
    if (latest.rows() == rows && latest.columns() == columns) {
      return latest; // as in most calls: nothing is allocated
    }
    int length = Math.multiplyExact(rows, columns);
    if (room.columns() < length) {
      room = precision.zeros(1, length);
    }
    latest = room.part(0, rows, columns);
    return latest;
  }

  /** Several empty buffers. */
  public static MatrixBuffer[] array(Precision precision, int length) {
    return Stream.generate(() -> new MatrixBuffer(precision))
        .limit(length)
        .toArray(MatrixBuffer[]::new);
  }
}
