package org.sparkbackprop.metrics.ranking;

import static java.util.Comparator.reverseOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.linalg.math.CounterRandom;

class ScoreGroupsTest {

  private static final int BUFFER = 100;

  /** Groups by a map and decimal numbers: the exact sums, rounded. */
  private static List<String> expected(double[] scores, double[] signedWeights) {
    Map<Double, BigDecimal[]> groups = new TreeMap<>(reverseOrder());
    for (int i = 0; i < scores.length; i++) {
      BigDecimal[] sums =
          groups.computeIfAbsent(
              scores[i], score -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
      int kind = signedWeights[i] > 0 ? 0 : 1;
      sums[kind] = sums[kind].add(new BigDecimal(Math.abs(signedWeights[i])));
    }
    List<String> lines = new ArrayList<>();
    groups.forEach(
        (score, sums) -> lines.add(line(score, sums[0].doubleValue(), sums[1].doubleValue())));
    return lines;
  }

  private static String line(double score, double positives, double negatives) {
    return score + ": " + positives + ", " + negatives;
  }

  private static List<String> lines(ScoreGroups groups) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      lines.add(
          line(groups.score(i), groups.positives().rounded()[i], groups.negatives().rounded()[i]));
    }
    return lines;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "2, 1",
    "15, 4",
    "16, 100",
    "17, 100",
    "99, 5",
    "100, 1000",
    "101, 1000",
    "1000, 7",
    "12345, 500",
    "12345, 1000000"
  })
  void sortingAndMergingFindsTheGroupsAndTheirExactSums(int rows, int distinct) {
    CounterRandom random = new CounterRandom(rows, distinct);
    double[] scores = new double[rows];
    double[] signedWeights = new double[rows];
    ScoreBuffer buffer = new ScoreBuffer(BUFFER);
    ScoreRuns runs = new ScoreRuns();
    for (int i = 0; i < rows; i++) {
      scores[i] = Math.floor(distinct * random.uniform(3L * i)) / distinct - 0.5;
      double size = Math.scalb(random.uniform(3L * i + 1) + 0.01, (i % 40) - 20);
      signedWeights[i] = random.uniform(3L * i + 2) < 0.3 ? size : -size;
      buffer.add(scores[i], signedWeights[i]);
      if (buffer.isFull()) {
        runs.add(buffer.drain());
      }
    }
    assertThat(buffer.isEmpty()).isEqualTo(rows % BUFFER == 0);
    runs.add(buffer.drain());
    ScoreGroups groups = runs.merged();
    assertThat(lines(groups)).isEqualTo(expected(scores, signedWeights));
    assertThat(groups.totals().positives().high()).isEqualTo(exact(signedWeights, 1));
    assertThat(groups.totals().negatives().high()).isEqualTo(exact(signedWeights, -1));
    assertThat(runs.merged().size()).isZero();
  }

  private static double exact(double[] signedWeights, int sign) {
    BigDecimal sum = BigDecimal.ZERO;
    for (double weight : signedWeights) {
      sum = weight * sign > 0 ? sum.add(new BigDecimal(weight * sign)) : sum;
    }
    return sum.doubleValue();
  }

  @Test
  void sumsOfWeightsOfVeryDifferentSizesAreTheSameInAnyOrder() {
    WeightSum large = new WeightSum(0x1p40, 0);
    WeightSum small = new WeightSum(0.1, 0);
    WeightSum middle = new WeightSum(1e5 / 3, 0);
    assertThat(large.plus(small).plus(middle)).isEqualTo(small.plus(middle).plus(large));
    assertThat(large.plus(small))
        .as("nothing of the small one is lost")
        .isEqualTo(new WeightSum(0x1p40 + 0.1, 0.1 - ((0x1p40 + 0.1) - 0x1p40)));
  }

  @Test
  void bordersCutTheWeightIntoEqualParts() {
    ScoreBuffer buffer = new ScoreBuffer(100);
    for (int i = 0; i < 100; i++) {
      buffer.add(i, i % 2 == 0 ? 1 : -1);
    }
    assertThat(buffer.drain().borders(4)).containsExactly(75, 50, 25);
  }

  @Test
  void aScoreWithTheWeightOfSeveralRangesIsInOne() {
    ScoreBuffer buffer = new ScoreBuffer(100);
    for (int i = 0; i < 100; i++) {
      buffer.add(i < 70 ? 1 : i, 1);
    }
    assertThat(buffer.drain().borders(10)).containsExactly(90, 80, 70);
  }
}
