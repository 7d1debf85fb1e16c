package org.sparkbackprop.optim;

import java.util.Map;
import java.util.Optional;

/**
 * Gradient descent with a backtracking line search (Armijo, Pacific Journal of Mathematics 16,
 * 1966): w ← w − t ∇J with the first t of t₀, t₀/2, t₀/4, … at which J falls by at least 10⁻⁴ t
 * ‖∇J‖². t₀ is the learning rate in the first step, later twice the t of the step before. The cost
 * never rises.
 */
public record LineSearchDescent() implements Optimizer {

  /** In the state: t of the last step, alone in its vector; 0 before the first. */
  private static final String LENGTH = "length";

  private static final int HALVINGS = 60;

  @Override
  public OptimizerState initialState(int parameterCount) {
    return new OptimizerState(Map.of(LENGTH, new double[1]));
  }

  /**
   * Moves the parameters to a point of lower cost, in place, if one is found.
   *
   * @param learningRate t₀ of the first step; later steps ignore it
   */
  @Override
  public Step step(
      Objective objective,
      double[] parameters,
      Evaluation at,
      double learningRate,
      OptimizerState state) {
    Line line = new Line(objective, parameters, at, Line.downhill(at.gradient()));
    if (!line.descends()) {
      return Step.NONE_LEFT;
    }
    double[] length = state.vectors().get(LENGTH);
    double first = length[0] == 0 ? learningRate : Math.min(2 * length[0], Double.MAX_VALUE);
    Optional<Line.Trial> lower = backtrack(line, first);
    if (lower.isEmpty()) {
      return Step.NONE_LEFT;
    }
    length[0] = lower.get().length();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = line.point(i, length[0]);
    }
    return Step.to(lower.get().evaluation());
  }

  /**
   * The first length at which the cost falls enough.
   *
   * @param line one that descends
   * @param first length to try, a positive number
   */
  private static Optional<Line.Trial> backtrack(Line line, double first) {
    double length = first;
    for (int halvings = 0; halvings <= HALVINGS; halvings++) {
      if (!Line.isVisible(line.start(), length)) {
        return Optional.empty();
      }
      Line.Trial trial = line.at(length);
      if (line.fallsEnough(trial)) {
        return Optional.of(trial);
      }
      length /= 2;
    }
    return Optional.empty();
  }
}
