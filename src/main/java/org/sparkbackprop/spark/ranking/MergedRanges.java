package org.sparkbackprop.spark.ranking;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.sparkbackprop.metrics.ranking.ScoreGroups;
import org.sparkbackprop.metrics.ranking.ScoreRuns;
import scala.Tuple2;

/** The ranges of a partition one by one, merged from their chunks, which come in order. */
final class MergedRanges implements Iterator<MergedRanges.Range> {

  /** A range with all its scores, at least one. */
  record Range(int number, ScoreGroups groups) {}

  private final Iterator<Tuple2<RangeKey, ScoreGroups>> chunks;

  /** The first chunk of the next range. */
  private Tuple2<RangeKey, ScoreGroups> ahead;

  MergedRanges(Iterator<Tuple2<RangeKey, ScoreGroups>> chunks) {
    this.chunks = chunks;
  }

  @Override
  public boolean hasNext() {
    if (ahead == null && chunks.hasNext()) {
      ahead = chunks.next();
    }
    return ahead != null;
  }

  @Override
  public Range next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int range = ahead._1().range();
    ScoreRuns runs = new ScoreRuns();
    do {
      runs.add(ahead._2());
      ahead = null;
    } while (hasNext() && ahead._1().range() == range);
    return new Range(range, runs.merged());
  }
}
