package org.sparkbackprop.data.rows;

import java.util.Arrays;

/**
 * One row as it was read, before any preparation. A reader fills it again with every row.
 *
 * <p>Numbers are those of the number, truth and vector columns, place after place in the order of
 * the columns. A dense row has all of them; a sparse one those that are not 0, by place. Categories
 * are those of the category columns, in their order.
 */
public final class RowBuffer {

  private static final int FIRST_ROOM = 64;

  private final boolean sparse;
  private final double[] numbers;
  private final String[] categories;
  private int[] places = new int[0];
  private double[] values = new double[0];
  private int nonZeros;
  private String label;
  private double weight = 1;
  private boolean incomplete;
  private long hash;

  /** Null where no values are needed to divide the data set. */
  private final RowIdentity identity;

  /** Room for rows of these columns. */
  public RowBuffer(RowShape shape) {
    this.sparse = shape.form() == RowShape.Form.SPARSE;
    this.numbers = new double[sparse ? 0 : shape.numbers()];
    this.categories = new String[shape.categories()];
    this.identity = shape.identity().size() > 0 ? new RowIdentity(shape.identity().size()) : null;
    if (sparse) {
      places = new int[FIRST_ROOM];
      values = new double[FIRST_ROOM];
    }
  }

  /** Forgets the row, before the next is filled in. */
  public void clear() {
    label = null;
    weight = 1;
    incomplete = false;
    nonZeros = 0;
    Arrays.fill(categories, null);
    if (identity != null) {
      identity.clear();
    }
  }

  /** The values of {@link RowShape#identity}, to be filled in place; null if there are none. */
  public RowIdentity identity() {
    return identity;
  }

  /** A hash of the row and its rank among equal ones; 0 where nobody asks for it. */
  public long hash() {
    return hash;
  }

  public void hash(long ofRow) {
    hash = ofRow;
  }

  public boolean isSparse() {
    return sparse;
  }

  /** All numbers of a dense row, NaN where one is missing; shared, to be filled in place. */
  public double[] numbers() {
    return numbers;
  }

  /** The categories, null where one is missing; shared, to be filled in place. */
  public String[] categories() {
    return categories;
  }

  /**
   * Adds a number to a sparse row; 0 is left out.
   *
   * @param place higher than those before
   * @param value NaN if it is missing
   */
  public void add(int place, double value) {
    if (value == 0) {
      return;
    }
    if (nonZeros == places.length) {
      places = Arrays.copyOf(places, 2 * nonZeros);
      values = Arrays.copyOf(values, 2 * nonZeros);
    }
    places[nonZeros] = place;
    values[nonZeros] = value;
    nonZeros++;
  }

  /** How many numbers a sparse row has that are not 0. */
  public int nonZeros() {
    return nonZeros;
  }

  /** Their places, ascending; only the first {@link #nonZeros} have a meaning. */
  public int[] places() {
    return places;
  }

  /** Their values, alike. */
  public double[] values() {
    return values;
  }

  /** Whether any value is missing. */
  public boolean isIncomplete() {
    return incomplete;
  }

  /** Says that a value is missing, which is NaN, or null, at its place. */
  public void incomplete() {
    incomplete = true;
  }

  /** The name of its class; null if it has none. */
  public String label() {
    return label;
  }

  public void label(String name) {
    label = name;
  }

  /** How often it counts, a finite number from 0 on. */
  public double weight() {
    return weight;
  }

  public void weight(double count) {
    weight = count;
  }
}
