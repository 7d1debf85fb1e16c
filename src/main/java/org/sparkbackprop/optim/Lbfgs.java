package org.sparkbackprop.optim;

import java.util.Optional;

/**
 * L-BFGS, the quasi-Newton method of limited memory (Nocedal, Mathematics of Computation 35, 1980;
 * Nocedal and Wright, Numerical Optimization, 2nd edition 2006, algorithm 7.5): w ← w − t H ∇J,
 * where H approximates the inverse of the Hessian by the last pairs (s, y) of steps and changes of
 * the gradient, and t fulfils the strong Wolfe conditions. The cost never rises.
 *
 * <p>If −H ∇J does not lead down, the pairs are dropped and the step follows −∇J.
 *
 * @param history number of pairs, 1 or more; each takes twice the memory of the parameters
 */
public record Lbfgs(int history) implements Optimizer {

  /**
   * Checks the history.
   *
   * @throws IllegalArgumentException if it is not 1 or more
   */
  public Lbfgs {
    if (history < 1) {
      throw new IllegalArgumentException("the history of L-BFGS is " + history + ", not 1 or more");
    }
  }

  @Override
  public OptimizerState initialState(int parameterCount) {
    return CurvaturePairs.none(history, parameterCount);
  }

  /**
   * Moves the parameters to a point of lower cost, in place, if one is found.
   *
   * @param learningRate η: without pairs, as in the first step, the search starts with t = η min(1,
   *     1 / ‖∇J‖), a move by at most η; later it starts with t = 1, the step of Newton's method,
   *     and ignores η
   */
  @Override
  public Step step(
      Objective objective,
      double[] parameters,
      Evaluation at,
      double learningRate,
      OptimizerState state) {
    CurvaturePairs pairs = new CurvaturePairs(history, state);
    if (!pairs.isEmpty()) {
      Line line = new Line(objective, parameters, at, pairs.direction(at.gradient()));
      Optional<Line.Trial> lower = lower(line, 1);
      if (lower.isPresent()) {
        return take(line, lower.get(), parameters, pairs);
      }
      pairs.drop();
    }
    Line line = new Line(objective, parameters, at, pairs.direction(at.gradient()));
    double first = learningRate * Math.min(1, 1 / DotProduct.norm(at.gradient()));
    return lower(line, first)
        .map(trial -> take(line, trial, parameters, pairs))
        .orElse(Step.NONE_LEFT);
  }

  private static Optional<Line.Trial> lower(Line line, double first) {
    return line.descends() ? WolfeSearch.search(line, first) : Optional.empty();
  }

  /** Moves the parameters, and adds the pair of the move. */
  private static Step take(Line line, Line.Trial trial, double[] parameters, CurvaturePairs pairs) {
    double[] before = line.start().evaluation().gradient();
    double[] reached = trial.evaluation().gradient();
    double[] step = new double[parameters.length];
    double[] change = new double[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      double moved = line.point(i, trial.length());
      step[i] = moved - parameters[i]; // as rounded: y is the change over exactly this
      change[i] = reached[i] - before[i];
      parameters[i] = moved;
    }
    pairs.add(step, change);
    return Step.to(trial.evaluation());
  }
}
