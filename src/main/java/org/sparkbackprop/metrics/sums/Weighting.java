package org.sparkbackprop.metrics.sums;

/** How much rows count in a metric. */
public enum Weighting {
  /** Each row counts once, whatever its weight. */
  UNWEIGHTED("there are no rows", "row"),

  /** Each row counts as much as its weight says; once if rows have no weights. */
  WEIGHTED("there are no rows with a weight above 0", "row with a weight above 0");

  private final String nothing;
  private final String row;

  Weighting(String nothing, String row) {
    this.nothing = nothing;
    this.row = row;
  }

  /** Why a metric of no rows is undefined. */
  public String nothing() {
    return nothing;
  }

  /** What counts, in sentences such as “no … has this label”. */
  public String row() {
    return row;
  }

  /** The field of JSON that says how many rows there are, or what they weigh. */
  public String amountName() {
    return this == UNWEIGHTED ? "rows" : "weight";
  }

  /**
   * A count or a sum of weights as a field of JSON: counts are whole numbers.
   *
   * @param amount at least 0
   */
  public Number amount(double amount) {
    if (this == UNWEIGHTED) {
      return (long) amount;
    }
    return amount;
  }
}
