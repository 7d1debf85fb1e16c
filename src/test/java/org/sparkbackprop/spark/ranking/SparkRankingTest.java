package org.sparkbackprop.spark.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.metrics.ranking.GreatestRecall;
import org.sparkbackprop.metrics.ranking.LargestF1;
import org.sparkbackprop.metrics.ranking.LeastCost;
import org.sparkbackprop.metrics.ranking.LocalRanking;
import org.sparkbackprop.metrics.ranking.QuantileSearch;
import org.sparkbackprop.metrics.ranking.Ranking;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.ranking.ScoredBlock;
import org.sparkbackprop.metrics.ranking.ValueBlock;
import org.sparkbackprop.metrics.sums.MetricValue;

class SparkRankingTest {

  private static final int CLASSES = 3;
  private static final int ROWS_OF_BLOCK = 250;
  private static final int BLOCKS = 12;
  private static final long ROWS_OF_RANGE = 500;

  private static final RankingQuestions QUESTIONS =
      RankingQuestions.STANDARD.with(
          new LargestF1(), new LeastCost(1, 3), new LeastCost(50, 1), new GreatestRecall(0.6));

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  /** How the rows are made. */
  private enum Kind {
    PLAIN,
    WEIGHTED,
    HEAVY_TIES,
    WEIGHTED_HEAVY_TIES;

    double weight(CounterRandom random, long row) {
      boolean weighted = this == WEIGHTED || this == WEIGHTED_HEAVY_TIES;
      double weight = 3 * random.uniform(5 * row + 4);
      return !weighted ? 1 : weight < 0.5 ? 0 : weight;
    }

    double score(double normal) {
      boolean tied = this == HEAVY_TIES || this == WEIGHTED_HEAVY_TIES;
      return tied ? Math.rint(normal) / 4 : normal;
    }
  }

  private static List<ScoredBlock> blocks(Kind kind) {
    CounterRandom random = new CounterRandom(11, 3);
    List<ScoredBlock> blocks = new ArrayList<>();
    for (int b = 0; b < BLOCKS; b++) {
      double[] scores = new double[ROWS_OF_BLOCK * CLASSES];
      int[] labels = new int[ROWS_OF_BLOCK];
      double[] weights = new double[ROWS_OF_BLOCK];
      for (int i = 0; i < ROWS_OF_BLOCK; i++) {
        long row = (long) b * ROWS_OF_BLOCK + i;
        labels[i] = (int) (CLASSES * random.uniform(5 * row + 3));
        weights[i] = kind.weight(random, row);
        for (int k = 0; k < CLASSES; k++) {
          double shift = k == labels[i] ? 1 : 0;
          scores[i * CLASSES + k] = kind.score(random.normal(5 * row + k) + shift);
        }
      }
      blocks.add(ScoredBlock.ofClasses(scores, CLASSES, labels, weights));
    }
    return blocks;
  }

  private static List<Ranking> distributed(List<ScoredBlock> blocks, int partitions, long rows) {
    return SparkRanking.rankings(spark.parallelize(blocks, partitions), CLASSES, QUESTIONS, rows);
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, 1",
    "PLAIN, 5",
    "WEIGHTED, 2",
    "HEAVY_TIES, 5",
    "WEIGHTED_HEAVY_TIES, 1",
    "WEIGHTED_HEAVY_TIES, 2",
    "WEIGHTED_HEAVY_TIES, 5"
  })
  void rangesGiveTheBitsOfOneThread(Kind kind, int partitions) {
    List<ScoredBlock> blocks = blocks(kind);
    List<Ranking> local = LocalRanking.rankings(CLASSES, blocks.iterator(), QUESTIONS);
    assertThat(distributed(blocks, partitions, ROWS_OF_RANGE)).isEqualTo(local);
    assertThat(local.get(0).rocAuc().number()).isBetween(0.7, 0.8);
  }

  @Test
  void theOrderOfTheRowsDoesNotMatterEither() {
    List<ScoredBlock> blocks = blocks(Kind.WEIGHTED_HEAVY_TIES);
    List<ScoredBlock> reversed = new ArrayList<>(blocks);
    Collections.reverse(reversed);
    assertThat(distributed(reversed, 3, ROWS_OF_RANGE))
        .isEqualTo(distributed(blocks, 4, 20 * ROWS_OF_RANGE));
  }

  @Test
  void rowsAreCutIntoManyRangesAndEqualScoresAreInOne() {
    JavaRDD<ScoredBlock> blocks = spark.parallelize(blocks(Kind.PLAIN), 3);
    try (SortedScores sorted = SortedScores.of(blocks, CLASSES, ROWS_OF_RANGE)) {
      assertThat(sorted.ranges().count()).isBetween(15, 18);
      sorted
          .compute(new RangeFunctions.Totals())
          .values()
          .forEach(totals -> assertThat(totals.groups()).isBetween(200L, 1000L));
    }
    JavaRDD<ScoredBlock> tied = spark.parallelize(blocks(Kind.HEAVY_TIES), 3);
    try (SortedScores sorted = SortedScores.of(tied, CLASSES, ROWS_OF_RANGE)) {
      assertThat(sorted.places().get(0).all().groups()).isLessThan(15);
      assertThat(
              sorted.compute(new RangeFunctions.Totals()).values().stream()
                  .mapToLong(totals -> totals.groups())
                  .sum())
          .isEqualTo(
              LocalRanking.rankings(CLASSES, blocks(Kind.HEAVY_TIES).iterator(), QUESTIONS).stream()
                  .mapToLong(ranking -> ranking.totals().groups())
                  .sum());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.9})
  void quantilesAreThoseOfOneThread(double share) {
    QuantileSearch search = new QuantileSearch(share);
    for (Kind kind : List.of(Kind.PLAIN, Kind.WEIGHTED_HEAVY_TIES)) {
      List<ValueBlock> blocks =
          blocks(kind).stream()
              .map(block -> new ValueBlock(block.scores(), CLASSES, block.weights()))
              .toList();
      List<MetricValue> local = LocalRanking.quantiles(CLASSES, blocks.iterator(), search);
      assertThat(
              SparkRanking.quantiles(spark.parallelize(blocks, 4), CLASSES, search, ROWS_OF_RANGE))
          .as(kind.name())
          .isEqualTo(local);
      assertThat(local).allMatch(MetricValue::isDefined);
    }
  }

  @Test
  void partitionsWithoutRowsAndRowsWithoutWeightAreNothing() {
    List<ScoredBlock> none =
        List.of(
            new ScoredBlock(new double[0], new boolean[0], CLASSES, new double[0]),
            new ScoredBlock(new double[3], new boolean[3], CLASSES, new double[1]));
    List<Ranking> rankings = distributed(none, 4, ROWS_OF_RANGE);
    assertThat(rankings).isEqualTo(LocalRanking.rankings(CLASSES, none.iterator(), QUESTIONS));
    assertThat(rankings.get(0).rocAuc().reason())
        .isEqualTo("there are no rows with a weight above 0");
    assertThat(
            SparkRanking.medians(spark.parallelize(List.<ValueBlock>of(), 2), 1).get(0).isDefined())
        .isFalse();
  }

  @Test
  void aScoreThatIsNoNumberIsRefusedWithASentence() {
    List<ScoredBlock> blocks = new ArrayList<>(blocks(Kind.PLAIN));
    blocks.get(10).scores()[100] = Double.NaN;
    assertThatThrownBy(() -> distributed(blocks, 3, ROWS_OF_RANGE))
        .hasRootCauseInstanceOf(DataException.class)
        .hasStackTraceContaining("NaN is among the numbers to be ranked, which must be finite");
  }

  @Test
  void kryoGivesTheSame() {
    List<ScoredBlock> blocks = blocks(Kind.WEIGHTED);
    List<Ranking> expected = distributed(blocks, 2, ROWS_OF_RANGE);
    spark.close();
    Map<String, String> kryo =
        Map.of(
            "spark.serializer", "org.apache.spark.serializer.KryoSerializer",
            "spark.kryo.registrator", "org.sparkbackprop.spark.KryoRegistration");
    spark = LocalSpark.start("local[2]", kryo);
    assertThat(distributed(blocks, 2, ROWS_OF_RANGE)).isEqualTo(expected);
  }
}
