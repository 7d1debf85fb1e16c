package org.sparkbackprop.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The path of an optimiser over an objective, step by step, held within a domain by projection.
 *
 * @param learningRate the same in every step
 * @param domain the point of the domain nearest to a given one
 */
public record Descent(
    Objective objective, Optimizer optimizer, double learningRate, UnaryOperator<double[]> domain) {

  /** A domain without borders. */
  public static UnaryOperator<double[]> everywhere() {
    return at -> at;
  }

  /**
   * A point of the path.
   *
   * @param at where; not to be modified
   * @param value of the objective there
   */
  public record Point(double[] at, double value) {}

  /**
   * The path from a point of the domain: the start, then one point for each step. It ends early at
   * a point whose value or gradient is not finite, or where no step lowers the value.
   */
  public List<Point> from(double[] start, int steps) {
    double[] at = start.clone();
    OptimizerState state = optimizer.initialState(at.length);
    List<Point> path = new ArrayList<>();
    for (int step = 0; step <= steps; step++) {
      Evaluation evaluation = objective.evaluate(at);
      path.add(new Point(at.clone(), evaluation.cost()));
      if (!evaluation.isFinite()
          || !optimizer.step(objective, at, evaluation, learningRate, state).taken()) {
        return path;
      }
      at = domain.apply(at);
    }
    return path;
  }
}
