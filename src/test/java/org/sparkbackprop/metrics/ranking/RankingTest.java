package org.sparkbackprop.metrics.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.metrics.sums.MetricValue;

class RankingTest {

  private static final double[] UNWEIGHTED = {};

  static Stream<KeptValues> binary() {
    return KeptValues.cases("binary");
  }

  static Stream<KeptValues> classes() {
    return KeptValues.cases("classes");
  }

  private static Ranking ranking(ScoredBlock block, RankingQuestions questions) {
    return LocalRanking.rankings(1, List.of(block).iterator(), questions).get(0);
  }

  private static Ranking ranking(KeptValues kept, int curvePoints) {
    return ranking(kept.block(), new RankingQuestions(curvePoints, 20, List.of()));
  }

  private static Ranking ranking(double[] scores, boolean[] positive, ThresholdRule... rules) {
    return ranking(
        new ScoredBlock(scores, positive, 1, UNWEIGHTED), RankingQuestions.STANDARD.with(rules));
  }

  @ParameterizedTest
  @MethodSource("binary")
  void areasAreThoseOfScikitLearn(KeptValues kept) {
    Ranking ranking = ranking(kept, 1000);
    kept.requireSame(ranking.rocAuc(), "roc_auc");
    kept.requireSame(ranking.averagePrecision(), "average_precision");
  }

  @ParameterizedTest
  @MethodSource("binary")
  void curvesWithAllPointsAreThoseOfScikitLearn(KeptValues kept) {
    Ranking ranking = ranking(kept, 1000);
    kept.requireSame(
        ranking.roc().stream().mapToDouble(RocPoint::falsePositiveRate).toArray(), "fpr");
    kept.requireSame(
        ranking.roc().stream().mapToDouble(RocPoint::truePositiveRate).toArray(), "tpr");
    List<PrecisionRecallPoint> curve = ranking.precisionRecall();
    if (kept.number("average_precision") == null) {
      assertThat(curve).isEmpty();
    } else {
      kept.requireSame(
          curve.stream().mapToDouble(PrecisionRecallPoint::precision).toArray(), "precision");
      kept.requireSame(
          curve.stream().mapToDouble(PrecisionRecallPoint::recall).toArray(), "recall");
      kept.requireSame(
          curve.stream().mapToDouble(PrecisionRecallPoint::threshold).toArray(), "thresholds");
    }
  }

  @ParameterizedTest
  @MethodSource("binary")
  void histogramsAreThoseOfNumPy(KeptValues kept) {
    ScoreHistogram histogram = ranking(kept, 1000).histogram();
    kept.requireSame(numbers(histogram.positives()), "positives_by_bin");
    kept.requireSame(numbers(histogram.negatives()), "negatives_by_bin");
    assertThat(histogram.edges()).hasSize(21).isSorted();
  }

  private static double[] numbers(List<Double> list) {
    return list.stream().mapToDouble(number -> number).toArray();
  }

  @ParameterizedTest
  @MethodSource("binary")
  void thresholdsAreTheBestOfAll(KeptValues kept) {
    KeptValues file = KeptValues.file();
    ThresholdRule[] rules = {
      new LargestF1(),
      new LeastCost(file.number("cost_of_false_positive"), file.number("cost_of_false_negative")),
      new GreatestRecall(file.number("least_precision"))
    };
    String[] keys = {"largest_f1", "least_cost", "greatest_recall"};
    Ranking ranking = ranking(kept.block(), RankingQuestions.STANDARD.with(rules));
    for (int i = 0; i < keys.length; i++) {
      requireSame(ranking.thresholds().get(i), rules[i], kept.object(keys[i]));
    }
  }

  private static void requireSame(ThresholdChoice choice, ThresholdRule rule, KeptValues best) {
    assertThat(choice.rule()).isEqualTo(rule);
    if (best == null) {
      assertThat(choice.decision()).isNull();
      assertThat(choice.reason()).isNotBlank();
      return;
    }
    ThresholdDecision decision = choice.decision();
    assertThat(decision.truePositives()).isCloseTo(best.number("tp"), within(1e-12));
    assertThat(decision.falsePositives()).isCloseTo(best.number("fp"), within(1e-12));
    if (best.number("score") != null) {
      assertThat(decision.threshold()).isLessThanOrEqualTo(best.number("score"));
    }
    if (best.number("below") != null && best.number("score") != null) {
      assertThat(decision.threshold())
          .isCloseTo((best.number("score") + best.number("below")) / 2, within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("binary")
  void aThresholdGivesItsConfusionWhenAppliedToTheRows(KeptValues kept) {
    ScoredBlock block = kept.block();
    RankingQuestions questions =
        RankingQuestions.STANDARD.with(
            new LargestF1(), new LeastCost(1, 7.5), new LeastCost(9, 1), new GreatestRecall(0.7));
    for (ThresholdChoice choice : ranking(block, questions).thresholds()) {
      if (choice.decision() != null) {
        double[] counted = new double[4];
        for (int i = 0; i < block.rows(); i++) {
          int called = block.score(i, 0) >= choice.decision().threshold() ? 0 : 2;
          counted[called + (block.isPositive(i, 0) ? 0 : 1)] += block.weight(i);
        }
        ThresholdDecision decision = choice.decision();
        assertThat(
                new double[] {
                  decision.truePositives(),
                  decision.falsePositives(),
                  decision.falseNegatives(),
                  decision.trueNegatives()
                })
            .as("by %s", choice.rule())
            .containsExactly(counted, within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("classes")
  void meansOverClassesAreThoseOfScikitLearn(KeptValues kept) {
    int classes = kept.number("classes").intValue();
    ScoredBlock block =
        ScoredBlock.ofClasses(
            kept.numbers("scores"), classes, kept.integers("labels"), kept.numbers("weights"));
    OneAgainstRest means =
        new OneAgainstRest(
            LocalRanking.rankings(classes, List.of(block).iterator(), RankingQuestions.STANDARD));
    kept.requireSame(means.macroRocAuc(), "macro_roc_auc");
    kept.requireSame(means.weightedRocAuc(), "weighted_roc_auc");
    kept.requireSame(means.macroAveragePrecision(), "macro_average_precision");
    kept.requireSame(means.weightedAveragePrecision(), "weighted_average_precision");
  }

  @Test
  void anUndefinedMeanNamesTheClassThatHasNoRows() {
    ScoredBlock block =
        ScoredBlock.ofClasses(
            new double[] {0.5, 0.2, 0.3, 0.1, 0.3, 0.6}, 3, new int[] {0, 2}, UNWEIGHTED);
    OneAgainstRest means =
        new OneAgainstRest(
            LocalRanking.rankings(3, List.of(block).iterator(), RankingQuestions.STANDARD));
    assertThat(means.macroRocAuc().reason())
        .isEqualTo("it is undefined for number 2 of 3: there are no positives");
    assertThat(means.weightedRocAuc().number()).isEqualTo(1);
  }

  @Test
  void withoutRowsNothingIsDefined() {
    Ranking ranking =
        LocalRanking.rankings(
                1,
                List.<ScoredBlock>of().iterator(),
                RankingQuestions.STANDARD.with(
                    new LargestF1(), new LeastCost(1, 1), new GreatestRecall(0.5)))
            .get(0);
    String reason = "there are no rows with a weight above 0";
    assertThat(ranking.rocAuc()).isEqualTo(MetricValue.undefined(reason));
    assertThat(ranking.averagePrecision()).isEqualTo(MetricValue.undefined(reason));
    assertThat(ranking.thresholds()).extracting(ThresholdChoice::reason).containsOnly(reason);
    assertThat(ranking.roc()).isEmpty();
    assertThat(ranking.precisionRecall()).isEmpty();
    assertThat(ranking.histogram().positives()).hasSize(20).containsOnly(0.0);
  }

  @Test
  void ofEquallyGoodDecisionsTheHighestThresholdIsChosen() {
    double[] scores = {0.9, 0.7, 0.5, 0.3};
    boolean[] positive = {true, false, true, false};
    // costs: 2 of nothing, 1 of 0.9, 2 of 0.7, 1 of 0.5, 2 of all
    ThresholdDecision least =
        ranking(scores, positive, new LeastCost(1, 1)).thresholds().get(0).decision();
    assertThat(least.threshold()).isCloseTo(0.8, within(1e-15));
    assertThat(least.cost(1, 1)).isEqualTo(1);
    // all positives are found from 0.5 on, with the same precision or less
    ThresholdDecision recall =
        ranking(scores, positive, new GreatestRecall(0.5)).thresholds().get(0).decision();
    assertThat(recall.threshold()).isCloseTo(0.4, within(1e-15));
    assertThat(recall.precision().number()).isCloseTo(2.0 / 3, within(1e-15));
  }

  @Test
  void nothingIsCalledPositiveWhereThatCostsTooMuch() {
    ThresholdDecision decision =
        ranking(new double[] {0.9, 0.7}, new boolean[] {false, true}, new LeastCost(100, 1))
            .thresholds()
            .get(0)
            .decision();
    assertThat(decision.threshold()).isEqualTo(0.9 + 0x1p-20);
    assertThat(decision.truePositives()).isZero();
    assertThat(decision.precision().reason()).isEqualTo("nothing is called positive");
    assertThat(decision.cost(100, 1)).isEqualTo(1);
  }

  @Test
  void aThresholdBelowAllScoresIsNotNegativeIfNoScoreIs() {
    LeastCost all = new LeastCost(0, 1);
    boolean[] positive = {true, true};
    assertThat(threshold(new double[] {0.9, 0}, positive, all)).isZero();
    assertThat(threshold(new double[] {0.9, 0.5}, positive, all)).isEqualTo(0.5 - 0x1p-20);
    assertThat(threshold(new double[] {3, -8}, positive, all)).isEqualTo(-8 - 0x1p-17);
  }

  private static double threshold(double[] scores, boolean[] positive, ThresholdRule rule) {
    return ranking(scores, positive, rule).thresholds().get(0).decision().threshold();
  }

  @Test
  void betweenNeighbouringNumbersTheThresholdIsTheUpperOne() {
    double upper = Math.nextUp(0.5);
    assertThat(threshold(new double[] {upper, 0.5}, new boolean[] {true, false}, new LargestF1()))
        .isEqualTo(upper);
  }

  @Test
  void aThinnedPrecisionRecallCurveIsCloseAlsoWhereFewAreCalledPositive() {
    ScoredBlock block = fewPositives(20_000);
    List<PrecisionRecallPoint> thinned =
        ranking(block, new RankingQuestions(200, 20, List.of())).precisionRecall();
    int at = 0;
    for (PrecisionRecallPoint point :
        ranking(block, new RankingQuestions(20_001, 20, List.of())).precisionRecall()) {
      if (at + 1 < thinned.size() && point.threshold() <= thinned.get(at + 1).threshold()) {
        at++;
      }
      if (point.recall() > 0) {
        requireNear(point, thinned.get(at));
      }
    }
    assertThat(at).isEqualTo(thinned.size() - 1);
  }

  private static ScoredBlock fewPositives(int rows) {
    CounterRandom random = new CounterRandom(7, 1);
    double[] scores = new double[rows];
    boolean[] positive = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      positive[i] = random.uniform(3L * i) < 0.02;
      scores[i] = random.normal(3L * i + 1) + (positive[i] ? 1.5 : 0);
    }
    return new ScoredBlock(scores, positive, 1, UNWEIGHTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 50, 200})
  void aThinnedCurveHasItsEndsAndIsNeverFarFromTheWholeOne(int points) {
    int rows = 20_000;
    ScoredBlock block = fewPositives(rows);
    Ranking thinned = ranking(block, new RankingQuestions(points, 20, List.of()));
    Ranking whole = ranking(block, new RankingQuestions(rows + 1, 20, List.of()));
    assertThat(thinned.roc()).hasSizeBetween(points / 2, points).isSubsetOf(whole.roc());
    assertThat(thinned.roc()).startsWith(whole.roc().get(0)).endsWith(end(whole.roc()));
    assertThat(thinned.precisionRecall())
        .hasSizeBetween(points / 4, points)
        .isSubsetOf(whole.precisionRecall())
        .startsWith(whole.precisionRecall().get(0))
        .endsWith(end(whole.precisionRecall()));
    double step = 1.0 / (points / 2 - 1) + 1e-12;
    int at = 0;
    for (RocPoint point : whole.roc()) {
      if (at + 1 < thinned.roc().size()
          && point.threshold() <= thinned.roc().get(at + 1).threshold()) {
        at++;
      }
      assertThat(point.truePositiveRate())
          .isCloseTo(thinned.roc().get(at).truePositiveRate(), within(step));
      assertThat(point.falsePositiveRate())
          .isCloseTo(thinned.roc().get(at).falsePositiveRate(), within(step));
    }
    assertThat(thinned.rocAuc()).isEqualTo(whole.rocAuc());
  }

  /** 99 lines of recall, and 99 for some 14 doublings of what is called positive. */
  private static void requireNear(PrecisionRecallPoint point, PrecisionRecallPoint kept) {
    assertThat(point.recall()).isCloseTo(kept.recall(), within(1.0 / 99 + 1e-12));
    double called = point.recall() / point.precision();
    double calledByKept = kept.recall() / kept.precision();
    assertThat(called / calledByKept).isBetween(1 - 1e-12, 1.15);
  }

  private static <T> T end(List<T> list) {
    return list.get(list.size() - 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void scoresThatAreNotFiniteAreRefused(double score) {
    assertThatThrownBy(() -> ranking(new double[] {0.5, score}, new boolean[] {true, false}))
        .isInstanceOf(DataException.class)
        .hasMessage(score + " is among the numbers to be ranked, which must be finite");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1})
  void weightsThatAreNoWeightsAreRefused(double weight) {
    ScoredBlock block =
        new ScoredBlock(
            new double[] {1, 2}, new boolean[] {true, false}, 1, new double[] {1, weight});
    assertThatThrownBy(() -> ranking(block, RankingQuestions.STANDARD))
        .isInstanceOf(DataException.class)
        .hasMessage(weight + " is the weight of a row, which must be finite and at least 0");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-101, 1e101})
  void sumsOfWeightsWhoseProductsAreNoNumbersAreRefused(double weight) {
    ScoredBlock block =
        new ScoredBlock(
            new double[] {1, 2}, new boolean[] {true, false}, 1, new double[] {1, weight});
    assertThatThrownBy(() -> ranking(block, RankingQuestions.STANDARD))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("outside of 1.0E-100 … 1.0E100");
  }

  @Test
  void weightsTimesAPowerOfTwoGiveTheSameBits() {
    double[] scores = {0.1, 0.4, 0.4, 0.8, 0.5, 0.9};
    boolean[] positive = {false, true, false, true, false, true};
    double[] weights = {0.3, 0.7, 1.1, 0.2, 0.9, 0.1};
    double[] large = Arrays.stream(weights).map(w -> w * 0x1p300).toArray();
    assertThat(
            ranking(new ScoredBlock(scores, positive, 1, large), RankingQuestions.STANDARD)
                .rocAuc())
        .isEqualTo(
            ranking(new ScoredBlock(scores, positive, 1, weights), RankingQuestions.STANDARD)
                .rocAuc());
  }

  @Test
  void blocksWhosePartsDoNotFitAreRefused() {
    double[] two = {0.5, 0.5};
    boolean[] both = {true, true};
    assertThatThrownBy(() -> new ScoredBlock(two, both, 3, UNWEIGHTED))
        .hasMessage("2 numbers are no rows of 3 columns");
    assertThatThrownBy(() -> new ScoredBlock(two, new boolean[1], 1, UNWEIGHTED))
        .hasMessage("2 rows with 1 columns, but 1 marks of positives");
    assertThatThrownBy(() -> new ScoredBlock(two, both, 1, new double[3]))
        .hasMessage("2 rows, but 3 weights");
    assertThatThrownBy(() -> ScoredBlock.ofClasses(two, 2, new int[] {2}, UNWEIGHTED))
        .hasMessage("2 is the label of a row, of 2 classes");
    assertThatThrownBy(() -> ScoredBlock.ofClasses(two, 2, new int[0], UNWEIGHTED))
        .hasMessage("1 rows, but 0 labels");
  }
}
