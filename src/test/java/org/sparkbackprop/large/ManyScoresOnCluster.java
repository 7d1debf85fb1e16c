package org.sparkbackprop.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.metrics.ranking.LargestF1;
import org.sparkbackprop.metrics.ranking.LeastCost;
import org.sparkbackprop.metrics.ranking.Ranking;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.ranking.ThresholdDecision;
import org.sparkbackprop.spark.ranking.SparkRanking;

/**
 * Ten million scores, with the results of scikit-learn 1.9.1, and for weights of sums with 64-bit
 * mantissas, as scikit-learn's have an error of 1e-12.
 */
class ManyScoresOnCluster {

  private static final int BLOCKS = 1000;

  private static final RankingQuestions QUESTIONS =
      RankingQuestions.STANDARD.with(new LargestF1(), new LeastCost(1, 5));

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @ParameterizedTest
  @CsvSource({
    "DISTINCT, 0.8333288953601534, 0.833325251268175, 0.7639315706986459, 0.3815487452084199,"
        + " 4166700",
    "TIED, 0.8333290105758103, 0.8326607200184961, 0.7637183258304231, 0.3815, 4166704",
    "WEIGHTED, 0.83331643991569382, 0.83329986558535507, 0.7639281983071, 0.3803164450218901,"
        + " 6250085.3293262888"
  })
  void rankingsAreThoseOfScikitLearn(
      GeneratedScores.Kind kind,
      double rocAuc,
      double averagePrecision,
      double f1,
      double threshold,
      double cost) {
    Ranking ranking =
        SparkRanking.rankings(new GeneratedScores(kind, 1).blocks(spark, BLOCKS), 1, QUESTIONS)
            .get(0);
    assertThat(ranking.rocAuc().number()).isCloseTo(rocAuc, within(1e-14));
    assertThat(ranking.averagePrecision().number()).isCloseTo(averagePrecision, within(1e-14));
    ThresholdDecision decision = ranking.thresholds().get(0).decision();
    assertThat(decision.f1().number()).isCloseTo(f1, within(1e-12));
    assertThat(decision.threshold()).isCloseTo(threshold, within(1e-15));
    assertThat(ranking.thresholds().get(1).decision().cost(1, 5)).isCloseTo(cost, within(1e-8));
    assertThat(ranking.roc()).hasSizeBetween(100, 200);
  }

  @Test
  void theMedianIsThatOfNumPy() {
    assertThat(SparkRanking.medians(GeneratedScores.products(spark, BLOCKS), 1).get(0).number())
        .isCloseTo(0.1866865115807786, within(1e-15));
  }
}
