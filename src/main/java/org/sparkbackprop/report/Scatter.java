package org.sparkbackprop.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.sparkbackprop.model.Decision;
import org.sparkbackprop.model.Model;

/**
 * Samples of two features, and the model's classes in the plane around them.
 *
 * @param points samples
 * @param regions the class at the middle of each cell of a square grid, row by row from below
 * @param bounds of the grid: least x1, largest x1, least x2, largest x2
 */
public record Scatter(List<Point> points, List<Integer> regions, List<Double> bounds) {

  /** The largest number of points that are drawn. */
  public static final int MAX_POINTS = 3000;

  /** Charts compute differences and multiples of what they show. */
  private static final double MAX_DRAWN = 1e300;

  private static final int CELLS = 150;
  private static final double MARGIN = 0.05;

  /**
   * A sample.
   *
   * @param label its class, from 0
   */
  public record Point(double x1, double x2, int label) {}

  /**
   * Scores a grid over the region of the points; empty if it is too large to be drawn or scored.
   */
  public static Optional<Scatter> of(Model model, List<Point> points) {
    double[] horizontal = range(points, Point::x1);
    double[] vertical = range(points, Point::x2);
    if (!isInReach(model, 0, horizontal) || !isInReach(model, 1, vertical)) {
      return Optional.empty();
    }
    List<double[]> middles = new ArrayList<>();
    for (int row = 0; row < CELLS; row++) {
      for (int column = 0; column < CELLS; column++) {
        middles.add(new double[] {middle(horizontal, column), middle(vertical, row)});
      }
    }
    Decision decision = model.preparation().target().decision();
    List<Integer> regions = model.probabilities(middles).stream().map(decision::choose).toList();
    return Optional.of(
        new Scatter(
            points, regions, List.of(horizontal[0], horizontal[1], vertical[0], vertical[1])));
  }

  private static boolean isInReach(Model model, int feature, double[] range) {
    for (double bound : range) {
      boolean drawn = Math.abs(bound) <= MAX_DRAWN;
      if (!drawn || !Double.isFinite(model.preparation().prepare(feature, bound))) {
        return false;
      }
    }
    return true;
  }

  private static double[] range(List<Point> points, ToDoubleFunction<Point> coordinate) {
    double min = points.stream().mapToDouble(coordinate).min().orElse(0);
    double max = points.stream().mapToDouble(coordinate).max().orElse(1);
    double margin = max > min ? MARGIN * (max - min) : 1;
    return new double[] {min - margin, max + margin};
  }

  private static double middle(double[] range, int index) {
    return range[0] + (index + 0.5) * (range[1] - range[0]) / CELLS;
  }

  Map<String, Object> fields(Model model) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("names", model.preparation().featureNames());
    fields.put("cells", CELLS);
    fields.put("bounds", bounds);
    fields.put("regions", regions);
    fields.put(
        "points", points.stream().map(p -> List.<Number>of(p.x1(), p.x2(), p.label())).toList());
    return fields;
  }
}
