package org.sparkbackprop.training.loop;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Notices a cost that goes up and down, as steps are too large and end on the other side of the
 * valley.
 */
final class Oscillation {

  private static final String ROSE = "oscillation.rose";
  private static final String BEFORE = "oscillation.cost-before";
  private static final String TOLD = "oscillation.told";

  private static final int WINDOW = 20;
  private static final int FEWEST = 8;
  private static final double SHARE = 0.4;

  /** A smaller rise is the noise of mini-batches. */
  private static final double RISE = 1.01;

  private final ArrayDeque<Boolean> rose = new ArrayDeque<>();
  private double before;
  private boolean told;

  /** Continues from a loop's memory. */
  Oscillation(LoopMemory memory) {
    for (double rise : memory.vectors().getOrDefault(ROSE, new double[0])) {
      rose.add(rise != 0);
    }
    before = memory.number(BEFORE, Double.NaN);
    told = memory.number(TOLD, 0) != 0;
  }

  void remember(Map<String, double[]> memory) {
    memory.put(ROSE, rose.stream().mapToDouble(rise -> rise ? 1 : 0).toArray());
    memory.put(BEFORE, new double[] {before});
    memory.put(TOLD, new double[] {told ? 1 : 0});
  }

  /** A sentence, once, when many of the latest records rose. */
  Optional<String> saw(EpochRecord record) {
    if (!Double.isNaN(before)) {
      rose.add(record.cost() > RISE * before);
      if (rose.size() > WINDOW) {
        rose.remove();
      }
    }
    before = record.cost();
    long rises = rose.stream().filter(rise -> rise).count();
    if (told || rose.size() < FEWEST || rises < SHARE * rose.size()) {
      return Optional.empty();
    }
    told = true;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the cost rose in %d of the last %d steps between records, up to epoch %d: steps end up"
                + " on the other side of the canyon; a smaller optimizer.learning-rate goes down"
                + " more steadily",
            rises,
            rose.size(),
            record.epoch()));
  }
}
