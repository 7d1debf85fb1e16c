package org.sparkbackprop.linalg;

/** Room for one matrix at a time, which grows to the largest and is then used again. */
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

  /** What is kept in this buffer. */
  public Precision precision() {
    return precision;
  }

  /** A matrix in this buffer, of any content; what an earlier call returned is overwritten. */
  public Matrix matrix(int rows, int columns) {
    if (latest.rows() == rows && latest.columns() == columns) {
      return latest; // as it is most of the time: nothing is allocated
    }
    int length = Math.multiplyExact(rows, columns);
    if (room.columns() < length) {
      room = precision.zeros(1, length);
    }
    latest = room.part(0, rows, columns);
    return latest;
  }

  /** As many buffers as asked for. */
  public static MatrixBuffer[] array(Precision precision, int length) {
    MatrixBuffer[] buffers = new MatrixBuffer[length];
    for (int i = 0; i < length; i++) {
      buffers[i] = new MatrixBuffer(precision);
    }
    return buffers;
  }
}
