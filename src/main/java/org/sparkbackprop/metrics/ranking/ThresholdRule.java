package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;
import java.util.Optional;

/** Which decision is the best. Of decisions that are equally good, it is the highest threshold. */
public sealed interface ThresholdRule extends Serializable
    permits LargestF1, LeastCost, GreatestRecall {

  /** The decision of a range that is the best; −1 if none is possible. */
  int best(RankedRange range);

  /** What the best decision has most of. */
  double merit(ThresholdDecision decision);

  /** Why no decision is the best whatever the scores; empty if one is. */
  Optional<String> impossible(RangeTotals all);

  /** Why no decision is the best with these scores. */
  default String none() {
    return Ranking.NO_ROWS;
  }
}
