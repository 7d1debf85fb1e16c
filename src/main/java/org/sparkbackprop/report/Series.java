package org.sparkbackprop.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Points of a chart that belong together.
 *
 * @param label in the legend
 * @param style of drawing
 * @param points in order
 */
record Series(String label, Style style, List<Point> points) {

  /** More digits than a screen shows would only make the page larger. */
  private static final MathContext DIGITS = new MathContext(6);

  /** How points are drawn. */
  enum Style {
    /** Joined. */
    LINE,
    /** Joined, and each is visible. */
    MARKED_LINE,
    /** Joined and dashed, for comparison. */
    DASHED,
    /** Bins: each value holds from its point to the next one's. */
    STEPS,
    /** Each alone. */
    POINTS,
    /** Each alone and large. */
    MARK
  }

  /** A place in a chart. */
  record Point(double x, double y) {}

  /** A straight line for comparison. */
  static Series reference(String label, Point from, Point to) {
    return new Series(label, Style.DASHED, List.of(from, to));
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("label", label);
    fields.put("style", style.name().toLowerCase(Locale.ROOT));
    fields.put(
        "points",
        points.stream()
            .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
            .map(point -> List.of(rounded(point.x()), rounded(point.y())))
            .toList());
    return fields;
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
