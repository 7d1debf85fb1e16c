package org.sparkbackprop.settings;

import java.io.Serializable;

/**
 * How lines of LibSVM are read.
 *
 * @param firstIndex that a number has, 0 or 1
 * @param queries what becomes of the queries of a ranking file
 * @param order in which a row's indices come
 */
public record LibsvmSettings(int firstIndex, Queries queries, Order order) implements Serializable {

  /** What becomes of the query that a row of a ranking file belongs to. */
  public enum Queries {
    /** A file that has them is an error. */
    REFUSED,
    /** They are passed over. */
    IGNORED
  }

  /** In which order a row's indices come. */
  public enum Order {
    /** Ascending; a row that has others is bad. */
    ASCENDING,
    /** Any; they are sorted. */
    ANY
  }

  /** What the format asks for: no queries, and ascending indices. */
  public static LibsvmSettings strict(int firstIndex) {
    return new LibsvmSettings(firstIndex, Queries.REFUSED, Order.ASCENDING);
  }
}
