package org.sparkbackprop.metrics.ranking;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.metrics.sums.MetricValue;

/**
 * Rankings and quantiles of blocks that one thread goes through. Memory grows with the number of
 * distinct scores.
 */
public final class LocalRanking {

  private static final int BUFFER = 8192;

  private LocalRanking() {}

  /**
   * The ranking of each column.
   *
   * @param columns of each block
   * @throws DataException if a score is not finite, or weights are as they must not be
   */
  public static List<Ranking> rankings(
      int columns, Iterator<ScoredBlock> blocks, RankingQuestions questions) {
    List<Ranking> rankings = new ArrayList<>();
    for (ScoreGroups groups : sorted(columns, blocks)) {
      RangePlace place = RangePlace.of(List.of(groups.totals())).get(0);
      List<RankingPart> parts =
          groups.size() == 0
              ? List.of()
              : List.of(new RankingPart(new RankedRange(groups, place), questions));
      rankings.add(Ranking.of(place.all(), parts, questions));
    }
    return rankings;
  }

  /**
   * A quantile of each column.
   *
   * @param columns of each block
   * @throws DataException if a value is not finite, or weights are as they must not be
   */
  public static List<MetricValue> quantiles(
      int columns, Iterator<ValueBlock> blocks, QuantileSearch search) {
    List<MetricValue> quantiles = new ArrayList<>();
    for (ScoreGroups groups : sorted(columns, new Descending(blocks))) {
      RangePlace place = RangePlace.of(List.of(groups.totals())).get(0);
      quantiles.add(search.of(place.all(), search.in(new RankedRange(groups, place))));
    }
    return quantiles;
  }

  private record Descending(Iterator<ValueBlock> blocks) implements Iterator<ScoredBlock> {

    @Override
    public boolean hasNext() {
      return blocks.hasNext();
    }

    @Override
    public ScoredBlock next() {
      return blocks.next().descending();
    }
  }

  /** The scores of each column in order. */
  public static List<ScoreGroups> sorted(int columns, Iterator<ScoredBlock> blocks) {
    List<Column> sorting = new ArrayList<>();
    for (int k = 0; k < columns; k++) {
      sorting.add(new Column());
    }
    while (blocks.hasNext()) {
      ScoredBlock block = blocks.next();
      if (block.columns() != columns) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "a block of %d columns, but there are %d", block.columns(), columns));
      }
      for (int k = 0; k < columns; k++) {
        sorting.get(k).add(block, k);
      }
    }
    return sorting.stream().map(Column::sorted).toList();
  }

  private static final class Column {

    private final ScoreBuffer buffer = new ScoreBuffer(BUFFER);
    private final ScoreRuns runs = new ScoreRuns();

    void add(ScoredBlock block, int column) {
      for (int row = 0; row < block.rows(); row++) {
        double weight = block.weight(row);
        double score = block.score(row, column);
        if (weight > 0) {
          buffer.add(score, block.isPositive(row, column) ? weight : -weight);
          if (buffer.isFull()) {
            runs.add(buffer.drain());
          }
        }
      }
    }

    ScoreGroups sorted() {
      runs.add(buffer.drain());
      return runs.merged();
    }
  }
}
