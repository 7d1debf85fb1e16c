package org.sparkbackprop.metrics.ranking;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Merges groups of scores, which are added in any number of parts: two neighbours become one as
 * soon as the later is at least half as long. So each score is moved about as often as the number
 * of parts has binary digits, and there are never many more groups than distinct scores.
 */
public final class ScoreRuns {

  /** The last first; each less than half as long as the one before. */
  private final Deque<ScoreGroups> runs = new ArrayDeque<>();

  /** Adds the next part. */
  public void add(ScoreGroups part) {
    ScoreGroups last = part;
    while (!runs.isEmpty() && runs.peek().size() <= 2 * (long) last.size()) {
      last = ScoreGroups.merge(runs.pop(), last);
    }
    runs.push(last);
  }

  /** All that was added, as one; this is empty again. */
  public ScoreGroups merged() {
    ScoreGroups last = runs.isEmpty() ? new ScoreGroups(0) : runs.pop();
    while (!runs.isEmpty()) {
      last = ScoreGroups.merge(runs.pop(), last);
    }
    return last;
  }
}
