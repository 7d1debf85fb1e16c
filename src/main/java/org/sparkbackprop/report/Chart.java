package org.sparkbackprop.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chart over two linear axes.
 *
 * @param title above it
 * @param horizontal axis
 * @param vertical axis
 * @param series that are drawn, the first in the first colour
 */
record Chart(String title, Axis horizontal, Axis vertical, List<Series> series) {

  /**
   * An axis.
   *
   * @param title what it measures
   * @param range of the numbers that it shows
   */
  record Axis(String title, Range range) {}

  /** What an axis shows. */
  enum Range {
    /** All that is drawn. */
    OF_THE_DATA,
    /** All that is drawn, and 0. */
    FROM_ZERO,
    /** Shares, from 0 to 1. */
    SHARES
  }

  /** An axis of shares. */
  static Axis ofShares(String title) {
    return new Axis(title, Range.SHARES);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("title", title);
    fields.put("x", fields(horizontal));
    fields.put("y", fields(vertical));
    fields.put("series", series.stream().map(Series::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(Axis axis) {
    return Map.of(
        "title",
        axis.title(),
        "shares",
        axis.range() == Range.SHARES,
        "zero",
        axis.range() == Range.FROM_ZERO);
  }
}
