package org.sparkbackprop.linalg;

/**
 * A matrix of numbers, with operations on whole matrices only.
 *
 * <p>Operands must be of the same form (double, float) as the matrix they are given to; shapes are
 * checked, and a mismatch is an {@link IllegalArgumentException} that names both.
 */
public interface Matrix {

  /** Number of rows. */
  int rows();

  /** Number of columns. */
  int columns();

  /** Xᵀ: a view of the same numbers, nothing is copied. */
  Matrix transpose();

  /** this ← A B, where A is rows × n and B is n × columns; neither is modified. */
  void setToProduct(Matrix a, Matrix b);

  /** this ← this + A B, where A is rows × n and B is n × columns; neither is modified. */
  void addProduct(Matrix a, Matrix b);

  /** Adds a row, 1 × columns, to each row of this matrix; the row is not modified. */
  void addToEachRow(Matrix row);

  /** this ← this + the sum of the rows of A; this is 1 × columns, A is n × columns. */
  void addColumnSums(Matrix a);

  /** Replaces every element by a function of it. */
  void apply(Kernel kernel);

  /** Replaces every element by a function of it and of the operand's; the operand is unchanged. */
  void apply(BinaryKernel kernel, Matrix operand);
}
