package org.sparkbackprop.settings;

import java.io.Serializable;

/**
 * How LibSVM lines are read.
 *
 * @param firstIndex index of the first feature, 0 or 1
 * @param queries what happens to the queries of a ranking file
 * @param order of the indices within a row
 */
public record LibsvmSettings(int firstIndex, Queries queries, Order order) implements Serializable {

  /** What happens to the query of a row in a ranking file. */
  public enum Queries {
    /** A file that has them is an error. */
    REFUSED,
    /** They are skipped. */
    IGNORED
  }

  /** The order of the indices within a row. */
  public enum Order {
    /** Ascending; other rows are bad. */
    ASCENDING,
    /** Any; they are sorted. */
    ANY
  }

  /** No queries, and ascending indices. */
  public static LibsvmSettings strict(int firstIndex) {
    return new LibsvmSettings(firstIndex, Queries.REFUSED, Order.ASCENDING);
  }
}
