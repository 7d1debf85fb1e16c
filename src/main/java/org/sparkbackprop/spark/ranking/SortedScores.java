package org.sparkbackprop.spark.ranking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.metrics.ranking.RangePlace;
import org.sparkbackprop.metrics.ranking.RangeTotals;
import org.sparkbackprop.metrics.ranking.ScoreGroups;
import org.sparkbackprop.metrics.ranking.ScoredBlock;
import scala.Tuple2;

/**
 * Scores in ranges, of which jobs compute something. The first sorts the rows into the ranges, and
 * the others find them there. Closing it removes the files of the shuffle.
 */
final class SortedScores implements AutoCloseable {

  /** Scores of the sample that the driver gets in all: 8 MB. */
  private static final int MOST_SAMPLED = 1 << 20;

  /** A task sorts one after the other, and its chunks may be spilled to disk. */
  private static final long RANGES_OF_PARTITION = 2;

  private static final int LEAST_SAMPLED_ROWS = 4;

  private final ScoreRanges ranges;
  private final JavaPairRDD<RangeKey, ScoreGroups> chunks;

  private SortedScores(ScoreRanges ranges, JavaPairRDD<RangeKey, ScoreGroups> chunks) {
    this.ranges = ranges;
    this.chunks = chunks;
  }

  /**
   * Samples the rows in one job and lets another sort them into ranges.
   *
   * @param columns of each block
   * @param rowsOfRange how many rows a range has, about
   */
  static SortedScores of(JavaRDD<ScoredBlock> blocks, int columns, long rowsOfRange) {
    int inputs = Math.max(1, blocks.getNumPartitions());
    int most = Math.max(LEAST_SAMPLED_ROWS, MOST_SAMPLED / columns / inputs);
    List<ScoreSample> samples =
        blocks.mapPartitionsWithIndex(new ScoreSample.Take(columns, most), false).collect();
    ScoreRanges ranges = ScoreRanges.of(columns, samples, rowsOfRange);
    long scores = columns * samples.stream().mapToLong(ScoreSample::rows).sum();
    long partitions =
        Math.min(ranges.count(), Math.max(1, scores / (RANGES_OF_PARTITION * rowsOfRange)));
    RangeKey.ByRange byRange = new RangeKey.ByRange(ranges.count(), (int) partitions);
    return new SortedScores(
        ranges,
        JavaPairRDD.fromJavaRDD(blocks.mapPartitionsWithIndex(new CutIntoRanges(ranges), false))
            .repartitionAndSortWithinPartitions(byRange));
  }

  ScoreRanges ranges() {
    return ranges;
  }

  /** What a function computes of the ranges that are not empty, by their numbers, in order. */
  <R> SortedMap<Integer, R> compute(
      FlatMapFunction<Iterator<Tuple2<RangeKey, ScoreGroups>>, Tuple2<Integer, R>> function) {
    TreeMap<Integer, R> results = new TreeMap<>();
    chunks.mapPartitions(function).collect().forEach(one -> results.put(one._1(), one._2()));
    return results;
  }

  /** The places of all ranges in their columns, in one job. */
  List<RangePlace> places() {
    Map<Integer, RangeTotals> found = compute(new RangeFunctions.Totals());
    List<RangeTotals> totals =
        new ArrayList<>(Collections.nCopies(ranges.count(), RangeTotals.NONE));
    found.forEach(totals::set);
    List<RangePlace> places = new ArrayList<>();
    for (int k = 0; k < ranges.columns(); k++) {
      places.addAll(RangePlace.of(totals.subList(ranges.first(k), ranges.first(k + 1))));
    }
    return places;
  }

  @Override
  public void close() {
    chunks.rdd().cleanShuffleDependencies(false);
  }
}
