package org.sparkbackprop.spark.ranking;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.metrics.ranking.QuantileSearch;
import org.sparkbackprop.metrics.ranking.RangePlace;
import org.sparkbackprop.metrics.ranking.RangeTotals;
import org.sparkbackprop.metrics.ranking.RankedRange;
import org.sparkbackprop.metrics.ranking.RankingPart;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.ranking.ScoreGroups;
import scala.Tuple2;

/** What tasks compute of the ranges of a partition; each result has the number of its range. */
final class RangeFunctions {

  private RangeFunctions() {}

  /** The totals of each range. */
  record Totals()
      implements FlatMapFunction<
          Iterator<Tuple2<RangeKey, ScoreGroups>>, Tuple2<Integer, RangeTotals>> {

    @Override
    public Iterator<Tuple2<Integer, RangeTotals>> call(
        Iterator<Tuple2<RangeKey, ScoreGroups>> chunks) {
      List<Tuple2<Integer, RangeTotals>> totals = new ArrayList<>();
      new MergedRanges(chunks)
          .forEachRemaining(
              range -> totals.add(new Tuple2<>(range.number(), range.groups().totals())));
      return totals.iterator();
    }
  }

  /**
   * The contributions of each range to the ranking of its column.
   *
   * @param places by range
   */
  record Parts(List<RangePlace> places, RankingQuestions questions)
      implements FlatMapFunction<
          Iterator<Tuple2<RangeKey, ScoreGroups>>, Tuple2<Integer, RankingPart>> {

    @Override
    public Iterator<Tuple2<Integer, RankingPart>> call(
        Iterator<Tuple2<RangeKey, ScoreGroups>> chunks) {
      List<Tuple2<Integer, RankingPart>> parts = new ArrayList<>();
      new MergedRanges(chunks)
          .forEachRemaining(
              range ->
                  parts.add(
                      new Tuple2<>(
                          range.number(),
                          new RankingPart(
                              new RankedRange(range.groups(), places.get(range.number())),
                              questions))));
      return parts.iterator();
    }
  }

  /**
   * The quantiles of the columns which are in a range.
   *
   * @param places by range
   */
  record Quantiles(List<RangePlace> places, QuantileSearch search)
      implements FlatMapFunction<Iterator<Tuple2<RangeKey, ScoreGroups>>, Tuple2<Integer, Double>> {

    @Override
    public Iterator<Tuple2<Integer, Double>> call(Iterator<Tuple2<RangeKey, ScoreGroups>> chunks) {
      List<Tuple2<Integer, Double>> found = new ArrayList<>();
      new MergedRanges(chunks)
          .forEachRemaining(
              range -> {
                RankedRange ranked = new RankedRange(range.groups(), places.get(range.number()));
                Optional<Double> quantile = search.in(ranked);
                quantile.ifPresent(value -> found.add(new Tuple2<>(range.number(), value)));
              });
      return found.iterator();
    }
  }
}
