package org.sparkbackprop.data.pack;

import java.io.Serializable;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.settings.PackingSettings;

/**
 * Which partition a row belongs to, by its place among all rows that are used.
 *
 * @param way of placing
 * @param partitions how many there are
 * @param rows how many are placed
 */
public record Placement(PackingSettings.Placement way, int partitions, long rows)
    implements Serializable {

  private static final long STREAM = 0x706c616365L; // "place"

  /** Rows of a piece on its way: few where it has many others beside it. */
  private static final int FEWEST = 8;

  /** The partition of a row. */
  int target(long index) {
    if (way == PackingSettings.Placement.IN_ORDER) {
      return RowRange.partitionOf(index, partitions, rows);
    }
    return (int) Long.remainderUnsigned(new CounterRandom(STREAM, 0).bits(index), partitions);
  }

  /** How many rows travel together at most, where a block has so many. */
  int piece(int block) {
    return way == PackingSettings.Placement.IN_ORDER || partitions == 1
        ? block
        : Math.min(block, Math.max(FEWEST, 4 * block / partitions));
  }

  /** Whether neighbours stay together, so that a full piece is the only one open. */
  public boolean isInOrder() {
    return way == PackingSettings.Placement.IN_ORDER;
  }
}
