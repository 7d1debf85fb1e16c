package org.sparkbackprop.linalg;

import org.sparkbackprop.linalg.math.BinaryKernel;
import org.sparkbackprop.linalg.math.DerivativeKernel;
import org.sparkbackprop.linalg.math.Kernel;

/**
 * A matrix of numbers, with operations on whole matrices only.
 *
 * <p>Operands must have this matrix's precision, unless an operation says that it converts them. A
 * mismatch of shapes is an {@link IllegalArgumentException} that names both.
 */
public non-sealed interface Matrix extends Block, Factor {

  Precision precision();

  /** Xᵀ: a view of the same numbers, nothing is copied. */
  @Override
  Matrix transpose();

  @Override
  Matrix in(MatrixBuffer buffer);

  /**
   * A view of a part of the same numbers, in the order in which they are stored (column by column).
   *
   * @param from the number at which the view starts
   * @throws IllegalArgumentException if this is a transposed view, or the part is not within it
   */
  Matrix part(int from, int rows, int columns);

  /** Every element ← 0. */
  void setToZero();

  /**
   * this ← A B, where A, which may be sparse, is rows × n and B is n × columns; both unmodified.
   */
  void setToProduct(Factor a, Matrix b);

  /** this ← this + A B, with A and B as in {@link #setToProduct}. */
  void addProduct(Factor a, Matrix b);

  /** this ← this + the sum of A's rows; this is 1 × columns, A is n × columns and not modified. */
  void addColumnSums(Matrix a);

  /** this ← A, converted to this matrix's precision; A is stored alike and not modified. */
  void set(Matrix a);

  /** this ← this + A, converted to this matrix's precision; A is stored alike, not modified. */
  void add(Matrix a);

  /**
   * a ← f(a + row) for every element a, with the row's element of the same column; the row is 1 ×
   * columns and not modified.
   */
  void addRowAndApply(Matrix row, Kernel kernel);

  /**
   * The same with the derivative: a ← f(a + row), and each element of the derivative ← f′(a + row).
   *
   * @param derivative as large and stored alike, at the same offset in its array; overwritten
   */
  void addRowAndApply(Matrix row, DerivativeKernel kernel, Matrix derivative);

  /** Replaces every element by a function of it and the operand's; the operand is not modified. */
  void apply(BinaryKernel kernel, Matrix operand);
}
