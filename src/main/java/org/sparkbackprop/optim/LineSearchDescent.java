package org.sparkbackprop.optim;

import java.util.Map;
import java.util.Optional;

/**
 * Gradient descent that looks for the length of its step (Armijo, Pacific Journal of Mathematics
 * 16, 1966): w ← w − t ∇J with the first t of t₀, t₀/2, t₀/4, … at which J falls by 10⁻⁴ t ‖∇J‖² or
 * more. t₀ is the learning rate in the first step, and twice the t of the step before in every
 * later one. The cost never rises.
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
   * Moves the parameters to a point of lower cost, in place, or leaves them as they are if none is
   * found.
   *
   * @param learningRate t₀ of the first step; later ones do not look at it
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
   * The longest of the lengths tried at which the cost falls enough, if there is one.
   *
   * @param line one that descends
   * @param first the length to begin with, a positive number
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
