package org.sparkbackprop.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSearchDescentTest {

  /** ½ x², where a step of length t leads from x to (1 − t) x. */
  private static final Objective BOWL =
      at -> Problem.evaluation(0.5 * at[0] * at[0], new double[] {at[0]});

  @Test
  void aStepIsHalvedUntilTheCostFallsEnoughAndDoubledNext() {
    Training training =
        new Training(new Problem("bowl", BOWL, new double[] {1}), new LineSearchDescent(), 6);
    training.known();
    // t = 6 leads to −5, 3 to −2: higher. 1.5 leads to −0.5, where the cost is 0.125 of 0.5.
    training.step();
    assertThat(training.pointsEvaluated).containsExactly(at(1), at(-5), at(-2), at(-0.5));
    assertThat(training.state().vectors().get("length")).containsExactly(1.5);
    // 3 leads from −0.5 to 1, higher; 1.5 to 0.25.
    training.step();
    assertThat(training.pointsEvaluated.subList(4, 6)).containsExactly(at(1), at(0.25));
    assertThat(training.parameters).containsExactly(0.25);
  }

  @Test
  void aDecreaseThatIsLessThanEnoughIsNotTaken() {
    // t = 1.9999 leads from 1 to −0.9999: the cost falls by 0.0000999…, less than 10⁻⁴ · 1.9999.
    Training training =
        new Training(new Problem("bowl", BOWL, new double[] {1}), new LineSearchDescent(), 1.9999);
    training.step();
    assertThat(training.parameters[0]).isCloseTo(1 - 0.99995, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1, 1000})
  void theCostNeverRises(double learningRate) {
    Training training = new Training(Problem.rosenbrock(2), new LineSearchDescent(), learningRate);
    double cost = training.known().cost();
    for (int step = 0; step < 1_000; step++) {
      assertThat(training.step().taken()).isTrue();
      assertThat(training.known().cost()).isLessThan(cost);
      cost = training.known().cost();
    }
    assertThat(training.evaluations.size()).isLessThan(2_500);
  }

  @Test
  void whereNothingIsLowerNothingMoves() {
    Objective corner = // says that it falls to the right, and does not
        at -> Problem.evaluation(1 + Math.abs(at[0]), new double[] {-1});
    Problem problem = new Problem("corner", corner, new double[] {0});
    Training training = new Training(problem, new LineSearchDescent(), 1);
    assertThat(training.step()).isSameAs(Optimizer.Step.NONE_LEFT);
    assertThat(training.parameters).containsExactly(0);
    // t = 1, ½, … 2⁻⁵²; from 2⁻⁵³ on no decrease foretold by the slope could be seen beside 1.
    assertThat(training.evaluations).hasSize(1 + 53);
  }

  @Test
  void anExactMinimumCostsNoEvaluation() {
    Problem bottom = new Problem("bottom", BOWL, new double[] {0});
    Training training = new Training(bottom, new LineSearchDescent(), 1);
    training.known();
    assertThat(training.step()).isSameAs(Optimizer.Step.NONE_LEFT);
    assertThat(training.evaluations).hasSize(1);
  }

  @Test
  void aPointThatIsNotFiniteIsTooFar() {
    Objective logarithm = // least at 1, not a number from 0 down
        at -> Problem.evaluation(at[0] - Math.log(at[0]), new double[] {1 - 1 / at[0]});
    Problem problem = new Problem("logarithm", logarithm, new double[] {5});
    Training training = new Training(problem, new LineSearchDescent(), 100).steps(100);
    assertThat(training.evaluations).anyMatch(evaluation -> !evaluation.isFinite());
    assertThat(training.parameters[0]).isCloseTo(1, within(1e-6));
  }

  private static double[] at(double x) {
    return new double[] {x};
  }
}
