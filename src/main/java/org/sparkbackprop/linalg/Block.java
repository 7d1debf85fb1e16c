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
  Factor in(MatrixBuffer buffer);

  /**
   * A block of the same kind and so many rows, all 0, which stores row by row: a row is taken from
   * it, or put into it, by one copy. Rows are put into it in the order 0, 1, 2, …, and may be so
   * again from 0 on; a kind may allow other orders.
   */
  Block rowsLike(int rows);

  /**
   * Copies a row of this block.
   *
   * @param target of the same kind and stored row by row, as by {@link #rowsLike}; modified
   * @param at the row of the target that is replaced
   */
  void copyRow(int row, Block target, int at);

  /**
   * The same numbers stored column by column: this block where it is stored so, or where its kind
   * knows one way only, else a copy.
   */
  Block byColumns();

  /** One number; for reading here and there, not for loops over data. */
  double element(int row, int column);

  /**
   * A hash of each row's numbers as doubles, the same in whatever kind of block they are kept; 0
   * and −0 are the same.
   */
  long[] rowHashes();
}
