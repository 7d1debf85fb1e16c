package org.sparkbackprop.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LbfgsTest {

  static Stream<Problem> smoothProblems() {
    return Stream.concat(
        Stream.of(Problem.rosenbrock(2), Problem.rosenbrock(10), Problem.illConditioned()),
        IntStream.range(0, 10).mapToObj(Problem::logisticRegression));
  }

  @ParameterizedTest
  @MethodSource("smoothProblems")
  void everyStepFulfilsTheStrongWolfeConditions(Problem problem) {
    Training training = new Training(problem, new Lbfgs(5), 1);
    int steps = 0;
    while (DotProduct.norm(training.known().gradient()) > 1e-5) {
      Evaluation from = training.known();
      double[] parameters = training.parameters.clone();
      assertThat(training.step().taken()).isTrue();
      Evaluation to = training.known();
      double[] moved = difference(training.parameters, parameters);
      double slopeBefore = DotProduct.of(from.gradient(), moved);
      double slopeAfter = DotProduct.of(to.gradient(), moved);
      assertThat(slopeBefore).isNegative();
      assertThat(to.cost()).isLessThanOrEqualTo(from.cost() + 1e-4 * slopeBefore);
      assertThat(Math.abs(slopeAfter)).isLessThanOrEqualTo(0.9 * Math.abs(slopeBefore) + 1e-15);
      assertThat(to.cost()).isLessThan(from.cost());
      assertThat(++steps).isLessThan(200);
    }
    assertThat(steps).isGreaterThan(5);
  }

  @Test
  void rosenbrocksFunctionTakesFewEvaluations() {
    Training training = new Training(Problem.rosenbrock(2), new Lbfgs(10), 1);
    int steps = 0;
    while (training.known().cost() > 1e-10) {
      assertThat(training.step().taken()).isTrue();
      steps++;
    }
    int evaluations = training.evaluations.size();
    assertThat(evaluations).isLessThan(60);
    assertThat(evaluations).isLessThan(2 * steps);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1e-3, 1e3, 1e9})
  void aLearningRateFarOffCostsTheFirstStepAFewEvaluationsMore(double learningRate) {
    Training training = new Training(Problem.rosenbrock(2), new Lbfgs(10), learningRate);
    training.step();
    assertThat(training.evaluations.size()).isLessThanOrEqualTo(1 + 25);
    while (training.known().cost() > 1e-10) {
      assertThat(training.step().taken()).isTrue();
    }
    assertThat(training.evaluations.size()).isLessThan(100);
  }

  @Test
  void rosenbrocksFunctionInTenDimensionsIsSolved() {
    Training training = new Training(Problem.rosenbrock(10), new Lbfgs(10), 1).steps(120);
    assertThat(training.known().cost()).isLessThan(1e-12);
    for (double weight : training.parameters) {
      assertThat(weight).isCloseTo(1, within(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("smoothProblems")
  void atTheEndThereIsNoLowerCostAndNothingMoves(Problem problem) {
    Training training = new Training(problem, new Lbfgs(7), 1).steps(3_000);
    double[] parameters = training.parameters.clone();
    double cost = training.known().cost();
    int evaluations = training.evaluations.size();
    assertThat(training.step()).isSameAs(Optimizer.Step.NONE_LEFT);
    assertThat(training.parameters).isEqualTo(parameters);
    assertThat(training.known().cost()).isEqualTo(cost);
    assertThat(training.evaluations.size() - evaluations).isLessThanOrEqualTo(50);
    assertThat(DotProduct.norm(training.known().gradient())).isLessThan(1e-5);
  }

  @Test
  void anExactMinimumCostsNoEvaluation() {
    Problem bottom = new Problem("bottom", Problem.parabola().objective(), new double[] {0, -0.0});
    Training training = new Training(bottom, new Lbfgs(3), 1);
    training.known();
    assertThat(training.step()).isSameAs(Optimizer.Step.NONE_LEFT);
    assertThat(training.parameters).containsExactly(0, -0.0);
    assertThat(training.evaluations).hasSize(1);
  }

  @Test
  void theFirstMoveIsAsLongAsTheLearningRateAtMost() {
    // At (3, −2) the gradient is (6, −8), of length 10: t = 0.5 / 10.
    Training training = new Training(Problem.parabola(), new Lbfgs(3), 0.5);
    training.known();
    double[] first = {3 - 0.05 * 6, -2 + 0.05 * 8};
    training.step();
    assertThat(training.pointsEvaluated.get(1)).containsExactly(first, within(1e-15));
  }

  /** −ln(1 − x) − ln(1 + x) − x, whose values beyond ±1 are not numbers. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 10, 1e6})
  void aBorderBeyondWhichNothingIsFiniteIsNotCrossed(double learningRate) {
    Objective barrier =
        at ->
            Problem.evaluation(
                -Math.log(1 - at[0]) - Math.log(1 + at[0]) - at[0],
                new double[] {1 / (1 - at[0]) - 1 / (1 + at[0]) - 1});
    Problem problem = new Problem("barrier", barrier, new double[] {-0.999});
    Training training = new Training(problem, new Lbfgs(3), learningRate).steps(30);
    // 2x / (1 − x²) = 1 where x = √2 − 1
    assertThat(training.parameters[0]).isCloseTo(Math.sqrt(2) - 1, within(1e-7));
    if (learningRate > 5) {
      assertThat(training.evaluations).anyMatch(evaluation -> !evaluation.isFinite());
    }
  }

  @Test
  void aPointWhoseGradientAloneIsNotFiniteIsTooFar() {
    Objective objective =
        at ->
            Problem.evaluation(at[0] * at[0], new double[] {at[0] < 0.5 ? Double.NaN : 2 * at[0]});
    Problem problem = new Problem("gap", objective, new double[] {4});
    Training training = new Training(problem, new Lbfgs(3), 1);
    while (training.step().taken()) {
      assertThat(training.known().isFinite()).isTrue();
    }
    assertThat(training.parameters[0]).isBetween(0.5, 0.6);
  }

  @Test
  void pairsThatLeadUpAreForgottenAndTheStepGoesDown() {
    Training training = new Training(Problem.rosenbrock(2), new Lbfgs(2), 1).steps(4);
    double cost = training.known().cost();
    for (int place = 0; place < 2; place++) { // s·y < 0: as if curved the other way
      double[] s = training.state().vectors().get("s" + place);
      double[] y = training.state().vectors().get("y" + place);
      for (int i = 0; i < s.length; i++) {
        y[i] = -s[i];
      }
    }
    assertThat(training.step().taken()).isTrue();
    assertThat(training.known().cost()).isLessThan(cost);
    assertThat(training.state().vectors().get("pairs")[0]).isLessThanOrEqualTo(1);
  }

  @Test
  void aPairWithoutPositiveCurvatureIsLeftOut() {
    CurvaturePairs pairs = new CurvaturePairs(2, CurvaturePairs.none(2, 2));
    pairs.add(new double[] {1, 0}, new double[] {-1, 5});
    pairs.add(new double[] {1, 0}, new double[] {0, 5});
    pairs.add(new double[] {1, 0}, new double[] {Double.NaN, 5});
    assertThat(pairs.isEmpty()).isTrue();
    pairs.add(new double[] {1, 0}, new double[] {1, 5});
    assertThat(pairs.isEmpty()).isFalse();
  }

  @Test
  void thePairsOfAQuadraticFunctionGiveNewtonsStep() {
    // Hessian (4 1; 1 2): y of s = (1, 0) is (4, 1), y of s = (−1, 4), conjugate to it, is (0, 7).
    CurvaturePairs pairs = new CurvaturePairs(2, CurvaturePairs.none(2, 2));
    pairs.add(new double[] {7, 7}, new double[] {1, 1}); // the oldest gives way
    pairs.add(new double[] {1, 0}, new double[] {4, 1});
    pairs.add(new double[] {-1, 4}, new double[] {0, 7});
    // Its inverse is (2 −1; −1 4) / 7, and so −H (7, 14) = −(0, 49) / 7 = (0, −7).
    assertThat(pairs.direction(new double[] {7, 14}))
        .containsExactly(new double[] {0, -7}, within(1e-14));
  }

  @Test
  void withoutPairsTheDirectionIsSteepestDescent() {
    CurvaturePairs pairs = new CurvaturePairs(4, CurvaturePairs.none(4, 2));
    assertThat(pairs.direction(new double[] {3, -5})).containsExactly(-3, 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aHistoryOfNothingIsRefused(int history) {
    assertThatThrownBy(() -> new Lbfgs(history))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(history));
  }

  private static double[] difference(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
  }
}
