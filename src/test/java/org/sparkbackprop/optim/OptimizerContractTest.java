package org.sparkbackprop.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every optimiser; a new one is covered by a row of {@link #table()}. */
class OptimizerContractTest {

  /**
   * An optimiser, with the learning rate and the number of steps for the parabola, the
   * ill-conditioned quadratic function and Rosenbrock's function.
   */
  private record Row(Optimizer optimizer, double[] learningRates, int[] steps) {}

  private static List<Row> table() {
    return List.of(
        row(new GradientDescent(), 0.1, 150, 0.019, 1_000, 0.001, 30_000),
        row(new Momentum(0.9, Momentum.Form.POLYAK), 0.05, 300, 0.01, 400, 0.001, 4_000),
        row(new Momentum(0.9, Momentum.Form.NESTEROV), 0.05, 300, 0.01, 400, 0.001, 4_000),
        row(new Adam(0.9, 0.999, 1e-8), 0.1, 1_000, 0.05, 1_500, 0.01, 12_000),
        row(new LineSearchDescent(), 1, 100, 1, 700, 1, 20_000),
        row(new Lbfgs(1), 1, 30, 1, 200, 1, 200),
        row(new Lbfgs(10), 1, 20, 1, 80, 1, 60));
  }

  private static Row row(Optimizer optimizer, double... ratesAndSteps) {
    double[] rates = {ratesAndSteps[0], ratesAndSteps[2], ratesAndSteps[4]};
    int[] steps = {(int) ratesAndSteps[1], (int) ratesAndSteps[3], (int) ratesAndSteps[5]};
    return new Row(optimizer, rates, steps);
  }

  static Stream<Arguments> optimizersAndProblems() {
    List<Problem> problems =
        List.of(Problem.parabola(), Problem.illConditioned(), Problem.rosenbrock(2));
    List<Arguments> all = new ArrayList<>();
    for (Row row : table()) {
      for (int i = 0; i < problems.size(); i++) {
        all.add(
            Arguments.of(row.optimizer(), problems.get(i), row.learningRates()[i], row.steps()[i]));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("optimizersAndProblems")
  void theBottomIsFound(Optimizer optimizer, Problem problem, double learningRate, int steps) {
    Training training = new Training(problem, optimizer, learningRate);
    double atFirst = training.known().cost();
    assertThat(atFirst).isGreaterThan(10);
    assertThat(training.steps(steps).known().cost()).isLessThan(1e-10);
  }

  @ParameterizedTest
  @MethodSource("optimizersAndProblems")
  void theSameInputGivesTheSameBits(Optimizer optimizer, Problem problem, double learningRate) {
    Training one = new Training(problem, optimizer, learningRate).steps(25);
    Training other = new Training(problem, optimizer, learningRate).steps(25);
    assertSameBits(one, other);
  }

  @ParameterizedTest
  @MethodSource("optimizersAndProblems")
  void aCopyOfTheStateContinuesWithTheSameBits(
      Optimizer optimizer, Problem problem, double learningRate) {
    for (int before = 0; before <= 15; before++) {
      Training training = new Training(problem, optimizer, learningRate).steps(before);
      Training continued = training.continued(training.state().copy());
      training.steps(12); // first, so that a copy that shares would show
      continued.steps(12);
      assertSameBits(continued, training);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizersAndProblems")
  void namesAndNumbersOfTheStateAreAllThereIsToIt(
      Optimizer optimizer, Problem problem, double learningRate) {
    Training training = new Training(problem, optimizer, learningRate).steps(13);
    Map<String, double[]> restored = new LinkedHashMap<>();
    training.state().vectors().forEach((name, vector) -> restored.put(name, vector.clone()));
    assertThat(restored.values())
        .allMatch(vector -> vector.length == 1 || vector.length == training.parameters.length);
    Training continued = training.continued(new OptimizerState(restored));
    assertSameBits(continued.steps(12), training.steps(12));
  }

  @ParameterizedTest
  @MethodSource("optimizersAndProblems")
  void weightsMoveInPlaceAndTheGradientStays(
      Optimizer optimizer, Problem problem, double learningRate) {
    double[] parameters = problem.start().clone();
    Evaluation at = problem.objective().evaluate(parameters);
    double[] gradient = at.gradient().clone();
    OptimizerState state = optimizer.initialState(parameters.length);
    Optimizer.Step step = optimizer.step(problem.objective(), parameters, at, learningRate, state);
    assertThat(step.taken()).isTrue();
    assertThat(parameters).isNotEqualTo(problem.start());
    assertThat(at.gradient()).isEqualTo(gradient);
  }

  @ParameterizedTest
  @MethodSource("optimizersAndProblems")
  void whatAStepSaysOfThePointReachedIsWhatTheObjectiveSays(
      Optimizer optimizer, Problem problem, double learningRate) {
    Training training = new Training(problem, optimizer, learningRate);
    for (int i = 0; i < 20; i++) {
      training.step();
      Evaluation expected = problem.objective().evaluate(training.parameters);
      assertThat(training.known().cost()).isEqualTo(expected.cost());
      assertThat(training.known().gradient()).isEqualTo(expected.gradient());
    }
  }

  @ParameterizedTest
  @MethodSource("optimizersAndProblems")
  void noPointIsEvaluatedTwice(Optimizer optimizer, Problem problem, double learningRate) {
    Training training = new Training(problem, optimizer, learningRate).steps(12);
    assertThat(training.pointsEvaluated).hasSizeGreaterThan(2);
    assertThat(training.pointsEvaluated.stream().map(Arrays::toString)).doesNotHaveDuplicates();
  }

  static Stream<Optimizer> optimizersThatCompareCosts() {
    return Stream.of(new LineSearchDescent(), new Lbfgs(3));
  }

  /** 10¹⁶, where doubles are 2 apart, with a gradient that foretells more than that. */
  @ParameterizedTest
  @MethodSource("optimizersThatCompareCosts")
  void aPointOfTheSameCostIsNoStep(Optimizer optimizer) {
    Objective plateau = at -> Problem.evaluation(1e16, new double[] {-1});
    Training training =
        new Training(new Problem("plateau", plateau, new double[] {0}), optimizer, 16);
    assertThat(training.step()).isSameAs(Optimizer.Step.NONE_LEFT);
    assertThat(training.parameters).containsExactly(0);
    assertThat(training.evaluations).hasSizeGreaterThan(1);
  }

  private static void assertSameBits(Training actual, Training expected) {
    assertThat(actual.parameters).isEqualTo(expected.parameters);
    assertThat(actual.known().cost()).isEqualTo(expected.known().cost());
    assertThat(actual.state().vectors().keySet())
        .containsExactlyElementsOf(expected.state().vectors().keySet());
    expected
        .state()
        .vectors()
        .forEach(
            (name, vector) -> assertThat(actual.state().vectors().get(name)).isEqualTo(vector));
  }
}
