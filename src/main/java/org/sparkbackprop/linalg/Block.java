package org.sparkbackprop.linalg;

import java.io.Serializable;

/**
 * A block of numbers as it is kept between epochs: possibly in fewer bytes than it is computed
 * with.
 */
public interface Block extends Serializable {

  /** Number of rows. */
  int rows();

  /** Number of columns. */
  int columns();

  /**
   * The numbers in the buffer's precision: this block itself where it has that precision, else a
   * copy in the buffer. Not to be modified.
   */
  Matrix in(MatrixBuffer buffer);

  /** One number; for reading here and there, not for loops over data. */
  double element(int row, int column);
}
