package org.sparkbackprop.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WolfeSearchTest {

  /**
   * φ(t) = √(r² + (t − 1)²): two slopes of about 1 that meet in a bend of radius r, in which alone
   * the slope is flat enough.
   */
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.001", "0.1, 0.3", "0.1, 7", "0.1, 1000",
    "0.01, 0.001", "0.01, 0.3", "0.01, 7", "0.01, 1000",
    "0.001, 0.001", "0.001, 0.3", "0.001, 7", "0.001, 1000",
    "0.0001, 0.001", "0.0001, 0.3", "0.0001, 7", "0.0001, 1000"
  })
  void aNarrowBendIsFoundFromEitherSide(double radius, double first) {
    AtomicInteger evaluations = new AtomicInteger();
    Objective bend =
        at -> {
          evaluations.incrementAndGet();
          double cost = Math.hypot(radius, at[0] - 1);
          return Problem.evaluation(cost, new double[] {(at[0] - 1) / cost});
        };
    double[] start = {0};
    Line line = new Line(bend, start, bend.evaluate(start), new double[] {1});
    Line.Trial found = WolfeSearch.search(line, first).orElseThrow();
    assertThat(found.cost()).isLessThanOrEqualTo(line.start().cost() - 1e-4 * found.length());
    assertThat(Math.abs(found.slope())).isLessThanOrEqualTo(0.9 * Math.abs(line.start().slope()));
    assertThat(evaluations.get()).isLessThanOrEqualTo(1 + 25);
  }
}
