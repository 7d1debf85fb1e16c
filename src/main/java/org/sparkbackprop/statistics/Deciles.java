package org.sparkbackprop.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * Edges of bins that hold about a tenth of the values each. An edge lies midway between two values,
 * so that it does not matter if the same value comes with another rounding another time.
 */
public final class Deciles {

  private static final int BINS = 10;

  private Deciles() {}

  /**
   * Nine edges at most. Values that are frequent enough to fill a bin have one of their own; so has
   * what lies beyond the least and the largest value where one of these fills a bin.
   *
   * @param sorted values, ascending, at least one
   * @param unit what is of the size of the values' differences, for when there are none
   */
  static List<Double> edges(double[] sorted, double unit) {
    List<Double> edges = new ArrayList<>();
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    if (least == most) {
      double near = (Math.abs(least) + unit) / 1000;
      add(least - near, edges);
      add(least + near, edges);
      return edges;
    }
    for (int tenth = 1; tenth < BINS; tenth++) {
      int at = placeOfTenth(tenth, sorted.length);
      double value = sorted[at];
      if (value < most) {
        add(middle(value, sorted[above(value, at, sorted)]), edges);
      }
    }
    addOuter(sorted, edges);
    return edges;
  }

  private static int placeOfTenth(int tenth, int length) {
    return (int) Math.max(0, ((long) tenth * length + BINS - 1) / BINS - 1);
  }

  private static void addOuter(double[] sorted, List<Double> edges) {
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    if (sorted[placeOfTenth(1, sorted.length)] == least && edges.size() < BINS - 1) {
      double next = sorted[above(least, 0, sorted)];
      double below = least - (next - least) / 2;
      if (Double.isFinite(below) && below < edges.get(0)) {
        edges.add(0, below);
      }
    }
    int lastTenth = placeOfTenth(BINS - 1, sorted.length);
    if (sorted[lastTenth] == most && edges.size() < BINS - 1) {
      int first = lastTenth;
      while (sorted[first - 1] == most) {
        first--;
      }
      add(most + (most - sorted[first - 1]) / 2, edges);
    }
  }

  private static int above(double value, int from, double[] sorted) {
    int at = from;
    while (sorted[at] <= value) {
      at++;
    }
    return at;
  }

  private static double middle(double a, double b) {
    return a / 2 + b / 2;
  }

  private static void add(double edge, List<Double> edges) {
    if (Double.isFinite(edge) && (edges.isEmpty() || edge > edges.get(edges.size() - 1))) {
      edges.add(edge);
    }
  }
}
