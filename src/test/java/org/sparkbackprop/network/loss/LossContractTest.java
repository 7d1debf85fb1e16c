package org.sparkbackprop.network.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    return switch (loss) {
      case SOFTMAX_CROSS_ENTROPY -> new ClassLabels(new int[] {0, 2, 1, 2, 0});
    };
  }

  private static double[] scores() {
    CounterRandom random = new CounterRandom(4, 4);
    double[] scores = new double[SAMPLES * OUTPUTS];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.normal(i);
    }
    return scores;
  }

  private static DoubleMatrix matrix(double... scores) {
    return DoubleMatrix.columnMajor(scores, 0, SAMPLES, OUTPUTS);
  }

  @ParameterizedTest
  @EnumSource
  void theErrorIsTheDerivativeOfTheCost(Losses loss) {
    for (double[] weights : new double[][] {NONE, WEIGHTS}) {
      Loss own = loss.create();
      DoubleMatrix error = matrix(scores());
      own.error(error, targets(loss), weights);
      for (int i = 0; i < SAMPLES * OUTPUTS; i++) {
        double numeric = (cost(loss, i, 1e-5, weights) - cost(loss, i, -1e-5, weights)) / 2e-5;
        assertThat(error.array()[i]).isCloseTo(numeric, within(1e-8));
      }
    }
  }

  private static double cost(Losses loss, int place, double step, double[] weights) {
    double[] scores = scores();
    scores[place] += step;
    return loss.create().error(matrix(scores), targets(loss), weights);
  }

  @ParameterizedTest
  @EnumSource
  void theScoreHasTheCostOfTheErrorAndPartsAddUp(Losses loss) {
    Loss own = loss.create();
    double cost = own.error(matrix(scores()), targets(loss), WEIGHTS);
    Score once = own.newScore(OUTPUTS);
    own.addScore(matrix(scores()), targets(loss), WEIGHTS, once);
    assertThat(once.cost()).isCloseTo(cost, within(1e-12));
    assertThat(once.samples()).isEqualTo(SAMPLES);
    assertThat(once.accuracy()).isEqualTo((double) own.correct() / SAMPLES);
    Score twice = own.newScore(OUTPUTS).add(once).add(once);
    assertThat(twice.cost()).isEqualTo(2 * once.cost());
    assertThat(twice.samples()).isEqualTo(2 * SAMPLES);
  }

  @ParameterizedTest
  @EnumSource
  void theErrorOfSmoothedTargetsIsTheDerivativeOfTheirCost(Losses loss) {
    for (double[] weights : new double[][] {NONE, WEIGHTS}) {
      for (LabelSmoothing smoothing : List.of(EVENLY, BY_SHARES)) {
        Loss own = loss.create(smoothing);
        DoubleMatrix error = matrix(scores());
        assertThat(own.error(error, targets(loss), weights))
            .isNotEqualTo(cost(loss, 0, 0, weights));
        for (int i = 0; i < SAMPLES * OUTPUTS; i++) {
          double above = smoothedCost(own, i, 1e-5, weights);
          double below = smoothedCost(own, i, -1e-5, weights);
          assertThat(error.array()[i]).isCloseTo((above - below) / 2e-5, within(1e-8));
        }
      }
    }
  }

  private static double smoothedCost(Loss loss, int place, double step, double[] weights) {
    double[] scores = scores();
    scores[place] += step;
    return loss.error(matrix(scores), targets(Losses.SOFTMAX_CROSS_ENTROPY), weights);
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
        Losses.SOFTMAX_CROSS_ENTROPY
            .create(BY_SHARES)
            .error(
                DoubleMatrix.columnMajor(scores, 0, 1, OUTPUTS),
                new ClassLabels(new int[] {1}),
                NONE);
    assertThat(cost).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void scoresAreNeverSmoothed(Losses loss) {
    Loss smoothing = loss.create(BY_SHARES);
    Score score = smoothing.newScore(OUTPUTS);
    smoothing.addScore(matrix(scores()), targets(loss), WEIGHTS, score);
    assertThat(score.cost()).isEqualTo(scored(loss.create()).cost());
  }

  private static Score scored(Loss loss) {
    Score score = loss.newScore(OUTPUTS);
    loss.addScore(matrix(scores()), targets(Losses.SOFTMAX_CROSS_ENTROPY), WEIGHTS, score);
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
