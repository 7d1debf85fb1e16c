package org.sparkbackprop.data.pack;

import java.io.Serializable;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.settings.PackingSettings;

/**
 * Which partition a row belongs to, by its index among all good rows.
 *
 * @param way of placing
 * @param partitions number of partitions
 * @param rows number of rows
 */
public record Placement(PackingSettings.Placement way, int partitions, long rows)
    implements Serializable {

  private static final long STREAM = 0x706c616365L; // "place"

  /** The fewest rows of a chunk, where there are many chunks side by side. */
  private static final int FEWEST = 8;

  int target(long index) {
    if (way == PackingSettings.Placement.IN_ORDER) {
      return RowRange.partitionOf(index, partitions, rows);
    }
    return (int) Long.remainderUnsigned(new CounterRandom(STREAM, 0).bits(index), partitions);
  }

  /** The most rows of a chunk, given the rows of a block. */
  int chunk(int block) {
    return way == PackingSettings.Placement.IN_ORDER || partitions == 1
        ? block
        : Math.min(block, Math.max(FEWEST, 4 * block / partitions));
  }

  /** Whether neighbouring rows stay together, so that only one chunk is open at a time. */
  public boolean isInOrder() {
    return way == PackingSettings.Placement.IN_ORDER;
  }
}
