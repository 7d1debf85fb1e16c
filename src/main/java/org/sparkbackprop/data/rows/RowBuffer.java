package org.sparkbackprop.data.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One row. A reader fills the buffer with one row after the other, before any preparation.
 *
 * <p>Numbers are the values of the number, truth and vector columns, in the order of the columns. A
 * dense row stores all of them; a sparse row those that are not 0, each with its index. Categories
 * are the values of the category columns, in their order.
 */
public final class RowBuffer {

  private static final int FIRST_ROOM = 64;

  private final boolean sparse;
  private final double[] numbers;
  private final String[] categories;
  private int[] indices;
  private double[] values;
  private int nonZeros;
  private final double[] targets;
  private final List<String> names = new ArrayList<>();
  private String label;
  private double weight = 1;
  private boolean incomplete;
  private long hash;

  /** Null if no columns are needed to divide the data set. */
  private final RowIdentity identity;

  public RowBuffer(RowShape shape) {
    this.sparse = shape.form() == RowShape.Form.SPARSE;
    this.numbers = new double[sparse ? 0 : shape.numbers()];
    this.categories = new String[shape.categories()];
    this.identity = shape.identity().size() > 0 ? new RowIdentity(shape.identity().size()) : null;
    this.targets = new double[shape.targets().size()];
    this.indices = new int[sparse ? FIRST_ROOM : 0];
    this.values = new double[indices.length];
  }

  /** Empties the buffer for the next row. */
  public void clear() {
    label = null;
    names.clear();
    weight = 1;
    incomplete = false;
    nonZeros = 0;
    Arrays.fill(categories, null);
    if (identity != null) {
      identity.clear();
    }
  }

  /** The values of {@link RowShape#identity}, filled by the reader; null if there are none. */
  public RowIdentity identity() {
    return identity;
  }

  /** A hash of the row and its rank among equal rows; 0 if it is not needed. */
  public long hash() {
    return hash;
  }

  public void hash(long ofRow) {
    hash = ofRow;
  }

  public boolean isSparse() {
    return sparse;
  }

  /** All numbers of a dense row, NaN for a missing one; shared, filled by the reader. */
  public double[] numbers() {
    return numbers;
  }

  /** The categories, null for a missing one; shared, filled by the reader. */
  public String[] categories() {
    return categories;
  }

  /**
   * Adds a number to a sparse row; 0 is left out.
   *
   * @param index of the number; fastest if it is higher than those before
   * @param value NaN if it is missing
   */
  public void add(int index, double value) {
    if (value == 0) {
      return;
    }
    if (nonZeros == indices.length) {
      indices = Arrays.copyOf(indices, 2 * nonZeros);
      values = Arrays.copyOf(values, 2 * nonZeros);
    }
    int at = nonZeros++;
    for (; at > 0 && indices[at - 1] > index; at--) {
      indices[at] = indices[at - 1];
      values[at] = values[at - 1];
    }
    indices[at] = index;
    values[at] = value;
  }

  /** How many numbers of a sparse row are not 0. */
  public int nonZeros() {
    return nonZeros;
  }

  /** Their indices, ascending; only the first {@link #nonZeros} are valid. */
  public int[] indices() {
    return indices;
  }

  /** Their values; only the first {@link #nonZeros} are valid. */
  public double[] values() {
    return values;
  }

  /** Whether any value is missing. */
  public boolean isIncomplete() {
    return incomplete;
  }

  /** Marks the row as incomplete: a number is NaN, or a category null. */
  public void incomplete() {
    incomplete = true;
  }

  /** Numbers to be predicted, or 1 and 0 for labels; shared, filled by the reader. */
  public double[] targets() {
    return targets;
  }

  /** The names of its labels, where rows name them; shared, filled by the reader. */
  public List<String> names() {
    return names;
  }

  /** The name of its class, or null. */
  public String label() {
    return label;
  }

  public void label(String name) {
    label = name;
  }

  /** The sample weight, finite and at least 0. */
  public double weight() {
    return weight;
  }

  public void weight(double count) {
    weight = count;
  }
}
