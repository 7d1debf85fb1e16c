package org.sparkbackprop.linalg;

import java.io.Serializable;

/**
 * A block of numbers as it is stored between epochs, possibly in fewer bytes than the computation
 * uses.
 */
public interface Block extends Serializable {

  /** Number of rows. */
  int rows();

  /** Number of columns. */
  int columns();

  /**
   * The numbers in the buffer's precision: this block itself if it has that precision, else a copy
   * in the buffer. Not to be modified.
   */
  Factor in(MatrixBuffer buffer);

  /**
   * A block of the same kind with this many rows, all 0, stored row by row: one copy reads or
   * replaces a row. Rows must be set in the order 0, 1, 2, …, any number of times from 0 on; some
   * kinds allow other orders.
   */
  Block rowsLike(int rows);

  /**
   * Copies a row of this block.
   *
   * @param target of the same kind and stored row by row, as by {@link #rowsLike}; modified
   * @param at the row of the target to replace
   */
  void copyRow(int row, Block target, int at);

  /**
   * The same numbers stored column by column: this block if it is stored that way or its kind has
   * only one way, else a copy.
   */
  Block byColumns();

  /** One number; not for loops over data. */
  double element(int row, int column);

  /**
   * A hash of each row's numbers as doubles, the same in every kind of block; 0 and −0 are equal.
   */
  long[] rowHashes();
}
