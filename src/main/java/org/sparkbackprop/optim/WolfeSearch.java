package org.sparkbackprop.optim;

import java.util.Optional;

/**
 * A line search for a length t that fulfils the strong Wolfe conditions
 *
 * <pre>
 *   φ(t) ≤ φ(0) + c₁ t φ′(0)     |φ′(t)| ≤ c₂ |φ′(0)|     c₁ = 10⁻⁴, c₂ = 0.9
 * </pre>
 *
 * (Nocedal and Wright, Numerical Optimization, 2nd edition 2006, algorithms 3.5 and 3.6). If the
 * number of trials or the precision of the numbers ends the search earlier, it finds the lowest
 * point that fulfils the first condition.
 */
final class WolfeSearch {

  /** c₂: the share of the slope that may remain. */
  static final double FLAT = 0.9;

  private static final int TRIALS = 25;

  /** The next trial is at least this share of the bracket away from its ends. */
  private static final double MARGIN = 0.1;

  /** If a trial leaves more than this share of a bracket, the next one halves it. */
  private static final double SHRUNK = 0.66;

  /** How far a trial goes beyond the last, in strides (Moré and Thuente, ACM TOMS 20, 1994). */
  private static final double MIN_STRIDES = 1.1;

  private static final double MAX_STRIDES = 4;

  private final Line line;
  private int trialsLeft = TRIALS;

  private WolfeSearch(Line line) {
    this.line = line;
  }

  /**
   * The length found, if the cost falls enough at any.
   *
   * @param line one that descends
   * @param first the length to try first, a positive number
   */
  static Optional<Line.Trial> search(Line line, double first) {
    return new WolfeSearch(line).outwards(first);
  }

  /** Algorithm 3.5: strides outwards to a suitable length, or past one. */
  private Optional<Line.Trial> outwards(double first) {
    Line.Trial before = line.start();
    double length = first;
    while (true) {
      Line.Trial trial = attempt(length);
      if (!line.fallsEnough(trial) || trial.cost() >= before.cost()) {
        return within(before, trial);
      }
      if (isFlat(trial) || trialsLeft == 0) {
        return Optional.of(trial);
      }
      if (trial.slope() >= 0) {
        return within(trial, before);
      }
      length = beyond(before, trial);
      before = trial;
    }
  }

  /**
   * Algorithm 3.6: shrinks a bracket that contains a suitable length.
   *
   * @param low the end of lower cost: it falls enough or is the start, and its slope leads into the
   *     bracket
   * @param high the other end
   */
  private Optional<Line.Trial> within(Line.Trial low, Line.Trial high) {
    double widthBefore = Double.POSITIVE_INFINITY;
    while (trialsLeft > 0 && Line.isVisible(low, high.length() - low.length())) {
      double width = Math.abs(high.length() - low.length());
      Line.Trial trial =
          attempt(width > SHRUNK * widthBefore ? middle(low, high) : between(low, high));
      widthBefore = width;
      if (!line.fallsEnough(trial) || trial.cost() >= low.cost()) {
        high = trial;
      } else if (isFlat(trial)) {
        return Optional.of(trial);
      } else {
        boolean bottomPassed = trial.slope() * (high.length() - low.length()) >= 0;
        high = bottomPassed ? low : high;
        low = trial;
      }
    }
    return low.length() > 0 ? Optional.of(low) : Optional.empty();
  }

  private Line.Trial attempt(double length) {
    trialsLeft--;
    return line.at(length);
  }

  private boolean isFlat(Line.Trial trial) {
    return Math.abs(trial.slope()) <= FLAT * Math.abs(line.start().slope());
  }

  private static double beyond(Line.Trial before, Line.Trial trial) {
    double stride = trial.length() - before.length();
    double min = trial.length() + MIN_STRIDES * stride;
    double max = trial.length() + MAX_STRIDES * stride;
    double bottom = bottomOfCubic(before, trial);
    // a cubic without a minimum ahead still falls: go as far as allowed
    return bottom > trial.length() ? Math.min(Math.max(bottom, min), max) : max;
  }

  private static double between(Line.Trial low, Line.Trial high) {
    double bottom = bottomOfCubic(low, high);
    double margin = MARGIN * Math.abs(high.length() - low.length());
    double left = Math.min(low.length(), high.length()) + margin;
    double right = Math.max(low.length(), high.length()) - margin;
    return Double.isFinite(bottom) ? Math.min(Math.max(bottom, left), right) : middle(low, high);
  }

  private static double middle(Line.Trial low, Line.Trial high) {
    return low.length() + 0.5 * (high.length() - low.length());
  }

  /**
   * The minimum of the cubic through the costs and slopes of two trials (Nocedal and Wright,
   * formula 3.59); not finite if it has none or an end is infinitely high.
   */
  private static double bottomOfCubic(Line.Trial a, Line.Trial b) {
    double width = b.length() - a.length();
    double d1 = a.slope() + b.slope() - 3 * (b.cost() - a.cost()) / width;
    double d2 = Math.signum(width) * Math.sqrt(d1 * d1 - a.slope() * b.slope());
    return b.length() - width * (b.slope() + d2 - d1) / (b.slope() - a.slope() + 2 * d2);
  }
}
