package org.sparkbackprop.optim;

/**
 * An objective along a direction: φ(t) = J(w + t d), with the slope φ′(t) = ∇J(w + t d) · d. Every
 * trial is one evaluation of the objective.
 */
final class Line {

  /** c₁ of Nocedal and Wright: the sufficient share of the decrease that the slope predicts. */
  static final double ENOUGH = 1e-4;

  private final Objective objective;
  private final double[] parameters;
  private final double[] direction;
  private final double[] tried;
  private final Trial start;

  /**
   * The line from a point.
   *
   * @param parameters the point; not modified
   * @param at the objective at the point; not modified
   * @param direction as long as the parameters; not modified
   */
  Line(Objective objective, double[] parameters, Evaluation at, double[] direction) {
    this.objective = objective;
    this.parameters = parameters;
    this.direction = direction;
    this.tried = new double[parameters.length];
    this.start = trial(0, at);
  }

  /** −∇J, the direction of steepest descent. */
  static double[] downhill(double[] gradient) {
    double[] direction = new double[gradient.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = -gradient[i];
    }
    return direction;
  }

  /**
   * A point of the line.
   *
   * @param length t
   * @param cost φ(t); infinite if the cost, a component of the gradient or the slope is not finite,
   *     so that every search turns back
   * @param slope φ′(t)
   * @param evaluation the objective at the point
   */
  record Trial(double length, double cost, double slope, Evaluation evaluation) {}

  /** The point at t = 0. */
  Trial start() {
    return start;
  }

  /** Whether the line leads down from its start. */
  boolean descends() {
    return start.slope() < 0 && start.cost() < Double.POSITIVE_INFINITY;
  }

  /** Evaluates the objective at a length. */
  Trial at(double length) {
    for (int i = 0; i < tried.length; i++) {
      tried[i] = point(i, length);
    }
    return trial(length, objective.evaluate(tried));
  }

  /** Component i of w + t d, always with the same bits. */
  double point(int i, double length) {
    return parameters[i] + length * direction[i];
  }

  /**
   * The condition of sufficient decrease (Armijo, Pacific Journal of Mathematics 16, 1966): φ(t) ≤
   * φ(0) + c₁ t φ′(0); also φ(t) &lt; φ(0), as rounding can make the two sides equal.
   */
  boolean fallsEnough(Trial trial) {
    return trial.cost() <= start.cost() + ENOUGH * trial.length() * start.slope()
        && trial.cost() < start.cost();
  }

  /**
   * Whether the change of the cost that the slope predicts over a distance is visible in a double;
   * if not, further trials would be pointless.
   */
  static boolean isVisible(Trial from, double distance) {
    return Math.abs(from.slope() * distance) > 0.5 * Math.ulp(from.cost());
  }

  private Trial trial(double length, Evaluation evaluation) {
    double slope = DotProduct.of(evaluation.gradient(), direction);
    boolean finite = evaluation.isFinite() && Double.isFinite(slope);
    double cost = finite ? evaluation.cost() : Double.POSITIVE_INFINITY;
    return new Trial(length, cost, slope, evaluation);
  }
}
