package org.sparkbackprop.network.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.math.CounterRandom;

/** What every loss of the table keeps to; a new kind of targets is a case of {@link #targets}. */
class LossContractTest {

  private static final int SAMPLES = 5;
  private static final int OUTPUTS = 3;
  private static final LabelSmoothing EVENLY = LabelSmoothing.uniform(0.2);
  private static final LabelSmoothing BY_SHARES = new LabelSmoothing(0.2, List.of(0.5, 0.3, 0.2));
  private static final double[] NONE = {};
  private static final double[] WEIGHTS = {1, 2.5, 0, 0.5, 3};

  private static Targets targets(Losses loss) {
    return switch (loss.targets()) {
      case CLASSES -> new ClassLabels(new int[] {0, 2, 1, 2, 0});
      case TWO_CLASSES -> new ClassLabels(new int[] {0, 1, 1, 1, 0});
      case LABELS -> numbers(i -> i % 2 == 0 ? 1 : 0);
      case NUMBERS -> numbers(i -> i % 4 * 0.7); // with zeros, also for counts
    };
  }

  private static Targets numbers(IntToDoubleFunction value) {
    double[] values = IntStream.range(0, SAMPLES * OUTPUTS).mapToDouble(value).toArray();
    return new NumericTargets(values, OUTPUTS);
  }

  /** Each output has a target of its own, but for quantiles. */
  private static LossFunction function(Losses loss) {
    return new LossFunction(loss, 0.5, List.of(0.3));
  }

  private static int outputs(Losses loss) {
    return function(loss).outputs(OUTPUTS);
  }

  private static double[] scores() {
    CounterRandom random = new CounterRandom(4, 4);
    double[] scores = new double[SAMPLES * OUTPUTS];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.normal(i);
    }
    return scores;
  }

  private static DoubleMatrix matrix(Losses loss, double... scores) {
    return DoubleMatrix.columnMajor(scores, 0, SAMPLES, outputs(loss));
  }

  @ParameterizedTest
  @EnumSource
  void theErrorIsTheDerivativeOfTheCost(Losses loss) {
    for (double[] weights : new double[][] {NONE, WEIGHTS}) {
      Loss own = function(loss).create();
      DoubleMatrix error = matrix(loss, scores());
      own.error(error, targets(loss), weights);
      for (int i = 0; i < SAMPLES * outputs(loss); i++) {
        double numeric = (cost(loss, i, 1e-5, weights) - cost(loss, i, -1e-5, weights)) / 2e-5;
        assertThat(error.array()[i]).isCloseTo(numeric, within(1e-8));
      }
    }
  }

  private static double cost(Losses loss, int place, double step, double[] weights) {
    double[] scores = scores();
    scores[place] += step;
    return function(loss).create().error(matrix(loss, scores), targets(loss), weights);
  }

  @ParameterizedTest
  @EnumSource
  void theScoreHasTheCostOfTheErrorAndPartsAddUp(Losses loss) {
    Loss own = function(loss).create();
    double cost = own.error(matrix(loss, scores()), targets(loss), WEIGHTS);
    Score once = own.newScore(outputs(loss));
    own.addScore(matrix(loss, scores()), targets(loss), WEIGHTS, once);
    assertThat(once.cost()).isCloseTo(cost, within(1e-12));
    assertThat(once.samples()).isEqualTo(SAMPLES);
    assertThat(once.accuracy())
        .isEqualTo(
            loss.targets() == Losses.Of.NUMBERS
                ? Double.valueOf(Double.NaN)
                : Double.valueOf((double) own.correct() / SAMPLES));
    Score twice = own.newScore(outputs(loss)).add(once).add(once);
    assertThat(twice.cost()).isEqualTo(2 * once.cost());
    assertThat(twice.samples()).isEqualTo(2 * SAMPLES);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = ".*ENTROPY")
  void theErrorOfSmoothedTargetsIsTheDerivativeOfTheirCost(Losses loss) {
    for (double[] weights : new double[][] {NONE, WEIGHTS}) {
      for (LabelSmoothing smoothing : List.of(EVENLY, BY_SHARES)) {
        Loss own = function(loss).create(smoothing);
        DoubleMatrix error = matrix(loss, scores());
        assertThat(own.error(error, targets(loss), weights))
            .isNotEqualTo(cost(loss, 0, 0, weights));
        for (int i = 0; i < SAMPLES * outputs(loss); i++) {
          double above = smoothedCost(loss, own, i, 1e-5, weights);
          double below = smoothedCost(loss, own, i, -1e-5, weights);
          assertThat(error.array()[i]).isCloseTo((above - below) / 2e-5, within(1e-8));
        }
      }
    }
  }

  private static double smoothedCost(
      Losses loss, Loss own, int place, double step, double[] weights) {
    double[] scores = scores();
    scores[place] += step;
    return own.error(matrix(loss, scores), targets(loss), weights);
  }

  /** −Σ t log y with t = (1 − ε) + ε u for the own class and ε u for the others. */
  @Test
  void smoothedTargetsAreSpreadByTheDistribution() {
    double[] scores = {0.3, -1.2, 0.5};
    double sum = Arrays.stream(scores).map(Math::exp).sum();
    double expected = 0;
    double[] targets = {0.2 * 0.5, 0.8 + 0.2 * 0.3, 0.2 * 0.2};
    for (int k = 0; k < OUTPUTS; k++) {
      expected -= targets[k] * (scores[k] - Math.log(sum));
    }
    double cost =
        LossFunction.of(Losses.SOFTMAX_CROSS_ENTROPY)
            .create(BY_SHARES)
            .error(
                DoubleMatrix.columnMajor(scores, 0, 1, OUTPUTS),
                new ClassLabels(new int[] {1}),
                NONE);
    assertThat(cost).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = ".*ENTROPY")
  void scoresAreNeverSmoothed(Losses loss) {
    Loss smoothing = function(loss).create(BY_SHARES);
    Score score = smoothing.newScore(outputs(loss));
    smoothing.addScore(matrix(loss, scores()), targets(loss), WEIGHTS, score);
    assertThat(score.cost()).isEqualTo(scored(loss).cost());
  }

  private static Score scored(Losses loss) {
    Loss own = function(loss).create();
    Score score = own.newScore(outputs(loss));
    own.addScore(matrix(loss, scores()), targets(loss), WEIGHTS, score);
    return score;
  }

  @ParameterizedTest
  @EnumSource
  void targetsAreCopiedOneByOne(Losses loss) {
    Targets all = targets(loss);
    Targets two = all.targetsLike(2);
    all.copy(3, two, 0);
    all.copy(0, two, 1);
    assertThat(two.size()).isEqualTo(2);
    assertThat(two.hash(0)).isEqualTo(all.hash(3));
    assertThat(two.hash(1)).isEqualTo(all.hash(0)).isNotEqualTo(two.hash(0));
  }
}
