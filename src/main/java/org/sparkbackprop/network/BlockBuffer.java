package org.sparkbackprop.network;

import org.sparkbackprop.linalg.DoubleMatrix;

/** Room for one matrix at a time, which grows to the largest and is then used again. */
final class BlockBuffer {

  private double[] values = new double[0];

  /** A matrix in this room; what an earlier call returned is overwritten. */
  DoubleMatrix matrix(int rows, int columns) {
    int length = Math.multiplyExact(rows, columns);
    if (values.length < length) {
      values = new double[length];
    }
    return DoubleMatrix.columnMajor(values, 0, rows, columns);
  }

  /** As many rooms as asked for. */
  static BlockBuffer[] array(int length) {
    BlockBuffer[] buffers = new BlockBuffer[length];
    for (int i = 0; i < length; i++) {
      buffers[i] = new BlockBuffer();
    }
    return buffers;
  }
}
