package org.sparkbackprop.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * Edges of bins with about a tenth of the values each. An edge lies midway between two values, so
 * that it does not matter if a value is rounded differently another time.
 */
public final class Deciles {

  private static final int BINS = 10;

  private Deciles() {}

  /**
   * At most nine edges. A value frequent enough to fill a bin has one for itself; if it is the
   * least or the largest, there is a bin beyond it too.
   *
   * @param sorted values, ascending, at least one
   * @param unit the scale of the values, needed if all are the same
   */
  static List<Double> edges(double[] sorted, double unit) {
    List<Double> edges = new ArrayList<>();
    double min = sorted[0];
    double max = sorted[sorted.length - 1];
    if (min == max) {
      double near = (Math.abs(min) + unit) / 1000;
      add(min - near, edges);
      add(min + near, edges);
      return edges;
    }
    for (int tenth = 1; tenth < BINS; tenth++) {
      int at = placeOfTenth(tenth, sorted.length);
      double value = sorted[at];
      if (value < max) {
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
    double min = sorted[0];
    double max = sorted[sorted.length - 1];
    if (sorted[placeOfTenth(1, sorted.length)] == min && edges.size() < BINS - 1) {
      double next = sorted[above(min, 0, sorted)];
      double below = min - (next - min) / 2;
      if (Double.isFinite(below) && below < edges.get(0)) {
        edges.add(0, below);
      }
    }
    int lastTenth = placeOfTenth(BINS - 1, sorted.length);
    if (sorted[lastTenth] == max && edges.size() < BINS - 1) {
      int first = lastTenth;
      while (sorted[first - 1] == max) {
        first--;
      }
      add(max + (max - sorted[first - 1]) / 2, edges);
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
