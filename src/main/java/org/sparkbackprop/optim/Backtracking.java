package org.sparkbackprop.optim;

import java.util.Optional;

/** The line search of Armijo (1966): the step is halved until the cost falls enough. */
final class Backtracking {

  private static final int HALVINGS = 60;

  private Backtracking() {}

  /**
   * The longest of the lengths tried at which the cost falls enough, if there is one.
   *
   * @param line one that descends
   * @param first the length to begin with, a positive number
   */
  static Optional<Line.Trial> search(Line line, double first) {
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
