package org.sparkbackprop.cli;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.optim.Descent;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;

/**
 * An exercise of gradient descent with a known answer.
 *
 * @param title the task
 * @param objective the function to minimise: the exercise's, or its negative if that is maximised
 * @param domain the point of the domain nearest to a given one
 * @param answers the points that solve it
 * @param sign 1 if the function is minimised, −1 if it is maximised
 * @param starts of the paths
 * @param learningRate a sound one
 * @param learningRateTooLarge an example of one, if there is any
 * @param steps of each path
 * @param remarks on what can be seen
 */
record Exercise(
    String title,
    Objective objective,
    UnaryOperator<double[]> domain,
    List<double[]> answers,
    int sign,
    List<double[]> starts,
    double learningRate,
    OptionalDouble learningRateTooLarge,
    int steps,
    List<String> remarks) {

  private static final double NEAR = 1e-6;

  static List<Exercise> all() {
    return List.of(logarithms(), sine(), corners());
  }

  /** (log x + log(1 − x))′ = 1/x − 1/(1 − x), 0 at x = 1/2. */
  static Exercise logarithms() {
    return new Exercise(
        "1. maximise log x + log(1 − x) on 0 < x < 1",
        at -> evaluation(-(Math.log(at[0]) + Math.log(1 - at[0])), -(1 / at[0] - 1 / (1 - at[0]))),
        Descent.everywhere(),
        List.of(new double[] {0.5}),
        -1,
        List.of(new double[] {0.1}),
        0.05,
        OptionalDouble.of(0.27),
        100,
        List.of(
            "The second derivative at x = 1/2 is −8: steps with a learning rate above 2/8 jump over"
                + " the top, farther each time."));
  }

  /** (sin x)′ = cos x, 0 at x = π/2. */
  static Exercise sine() {
    return new Exercise(
        "2. maximise sin x on 0 < x < π",
        at -> evaluation(-Math.sin(at[0]), -Math.cos(at[0])),
        Descent.everywhere(),
        List.of(new double[] {Math.PI / 2}),
        -1,
        List.of(new double[] {0.5}),
        0.2,
        OptionalDouble.of(2.5),
        100,
        List.of(
            "The second derivative at x = π/2 is −1: above a learning rate of 2 the path swings"
                + " from one side to the other and never comes closer."));
  }

  /**
   * On the line x + y = 1 this is 2t(1 − t) with t = x: concave, so that its minima are corners.
   */
  static Exercise corners() {
    return new Exercise(
        "3. minimise 1 − x² − y² with 0 ≤ x, y ≤ 1 and x + y = 1 (projected gradient)",
        at ->
            new Evaluation(
                1 - at[0] * at[0] - at[1] * at[1],
                Double.NaN,
                new double[] {-2 * at[0], -2 * at[1]}),
        Exercise::ontoSegment,
        List.of(new double[] {1, 0}, new double[] {0, 1}),
        1,
        List.of(new double[] {0.6, 0.4}, new double[] {0.4, 0.6}, new double[] {0.5, 0.5}),
        0.1,
        OptionalDouble.empty(),
        40,
        List.of(
            "The interior stationary point (1/2, 1/2), with value 1/2, is a maximum on the line, not"
                + " a minimum: a path that begins exactly there stays, any other leaves it.",
            "The minima are the two corners (1, 0) and (0, 1), with value 0; which one is found"
                + " depends on the side from which the path begins."));
  }

  private static Evaluation evaluation(double value, double derivative) {
    return new Evaluation(value, Double.NaN, new double[] {derivative});
  }

  /** The nearest point (t, 1 − t) with 0 ≤ t ≤ 1. */
  private static double[] ontoSegment(double[] at) {
    double t = Math.min(1, Math.max(0, (at[0] - at[1] + 1) / 2));
    return new double[] {t, 1 - t};
  }

  /** The known answers with the values of the function there. */
  String knownAnswer() {
    return String.join(
        " and ",
        answers.stream()
            .map(
                answer ->
                    Message.of(
                        "%s with value %.9f",
                        DescendCommand.point(answer), sign * objective.evaluate(answer).cost()))
            .toList());
  }

  /** How a path ended, compared with the known answers. */
  String verdict(List<Descent.Point> path) {
    Descent.Point last = path.get(path.size() - 1);
    int crossings = crossings(path);
    if (!Double.isFinite(last.value())) {
      return ("after %s steps the path has left the domain; %s of them ended on the other side of"
              + " the canyon")
          .formatted(path.size() - 1, crossings);
    }
    double distance = answers.stream().mapToDouble(a -> distance(a, last.at())).min().orElseThrow();
    if (distance < NEAR) {
      return Message.of("the answer is found, to within %.1e", Math.max(distance, Math.ulp(1.0)));
    }
    return crossings > path.size() / 2
        ? Message.of(
            "%d of %d steps ended on the other side of the canyon; %.3f from the answer in the end",
            crossings, path.size() - 1, distance)
        : Message.of(
            "the path ends %.6f from the nearest answer, on a stationary point that is not one",
            distance);
  }

  /** How many steps went from one side of the only answer to the other. */
  private int crossings(List<Descent.Point> path) {
    double answer = answers.get(0)[0];
    int crossings = 0;
    for (int step = 1; step < path.size(); step++) {
      double before = path.get(step - 1).at()[0] - answer;
      double after = path.get(step).at()[0] - answer;
      crossings += before * after < 0 ? 1 : 0;
    }
    return crossings;
  }

  private static double distance(double[] a, double[] b) {
    double[] squares = new double[a.length];
    Arrays.setAll(squares, i -> (a[i] - b[i]) * (a[i] - b[i]));
    return Math.sqrt(Arrays.stream(squares).sum());
  }
}
