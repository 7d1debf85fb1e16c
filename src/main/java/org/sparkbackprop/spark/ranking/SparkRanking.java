package org.sparkbackprop.spark.ranking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.metrics.ranking.LocalRanking;
import org.sparkbackprop.metrics.ranking.QuantileSearch;
import org.sparkbackprop.metrics.ranking.RangePlace;
import org.sparkbackprop.metrics.ranking.RangeTotals;
import org.sparkbackprop.metrics.ranking.Ranking;
import org.sparkbackprop.metrics.ranking.RankingPart;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.ranking.ScoredBlock;
import org.sparkbackprop.metrics.ranking.ValueBlock;
import org.sparkbackprop.metrics.sums.MetricValue;

/**
 * Rankings and quantiles of the rows of an RDD, in three jobs. The first takes a sample, which
 * gives ranges of scores of about a quarter of a million rows; the second sorts the rows into the
 * ranges by a shuffle and computes the totals of each; the third computes each range at its place.
 * Blocks are made by the first job and again by the second, so an RDD that is expensive to make
 * should be persisted.
 *
 * <p>The results have the same bits as those of {@link LocalRanking}, however the rows are
 * distributed, unless the sum of the weights exceeds the smallest by more than 2⁵⁰; then they have
 * the same bits for the same partitions.
 */
public final class SparkRanking {

  private static final long ROWS_OF_RANGE = 1 << 18;

  private SparkRanking() {}

  /**
   * The ranking of each column.
   *
   * @param columns of each block
   * @throws DataException if the weights of a kind of rows sum up to less than 1e-100 or more than
   *     1e100; as the cause of Spark's exception, if a score is not finite, or a weight is negative
   *     or not finite
   */
  public static List<Ranking> rankings(
      JavaRDD<ScoredBlock> blocks, int columns, RankingQuestions questions) {
    return rankings(blocks, columns, questions, ROWS_OF_RANGE);
  }

  /** The same with ranges of about so many rows. */
  static List<Ranking> rankings(
      JavaRDD<ScoredBlock> blocks, int columns, RankingQuestions questions, long rowsOfRange) {
    try (SortedScores sorted = SortedScores.of(blocks, columns, rowsOfRange)) {
      List<RangePlace> places = sorted.places();
      SortedMap<Integer, RankingPart> parts =
          sorted.compute(new RangeFunctions.Parts(places, questions));
      List<Ranking> rankings = new ArrayList<>();
      for (int k = 0; k < columns; k++) {
        int first = sorted.ranges().first(k);
        int next = sorted.ranges().first(k + 1);
        rankings.add(
            Ranking.of(
                places.get(first).all(),
                List.copyOf(parts.subMap(first, next).values()),
                questions));
      }
      return rankings;
    }
  }

  /**
   * The median of each column, as {@link QuantileSearch} defines it.
   *
   * @param columns of each block
   * @throws DataException as for rankings
   */
  public static List<MetricValue> medians(JavaRDD<ValueBlock> blocks, int columns) {
    return quantiles(blocks, columns, QuantileSearch.MEDIAN);
  }

  /**
   * A quantile of each column.
   *
   * @param columns of each block
   * @throws DataException as for rankings
   */
  public static List<MetricValue> quantiles(
      JavaRDD<ValueBlock> blocks, int columns, QuantileSearch search) {
    return quantiles(blocks, columns, search, ROWS_OF_RANGE);
  }

  /** The same with ranges of about so many rows. */
  static List<MetricValue> quantiles(
      JavaRDD<ValueBlock> blocks, int columns, QuantileSearch search, long rowsOfRange) {
    try (SortedScores sorted =
        SortedScores.of(blocks.map(new Descending()), columns, rowsOfRange)) {
      List<RangePlace> places = sorted.places();
      SortedMap<Integer, Double> found =
          sorted.compute(new RangeFunctions.Quantiles(places, search));
      List<MetricValue> quantiles = new ArrayList<>();
      for (int k = 0; k < columns; k++) {
        int first = sorted.ranges().first(k);
        int next = sorted.ranges().first(k + 1);
        RangeTotals totals = places.get(first).all();
        Optional<Double> value = found.subMap(first, next).values().stream().findFirst();
        quantiles.add(search.of(totals, value));
      }
      return quantiles;
    }
  }

  private record Descending() implements Function<ValueBlock, ScoredBlock> {

    @Override
    public ScoredBlock call(ValueBlock block) {
      return block.descending();
    }
  }
}
