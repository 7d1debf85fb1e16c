package org.sparkbackprop.data.pack;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.sparkbackprop.network.Batch;

/** Gathers samples in blocks of the same number, all but the last, that are stored row by row. */
public final class RowBlocks {

  private final int max;
  private final Deque<Batch> full = new ArrayDeque<>();
  private Batch open;
  private int size;

  /** Blocks of so many samples at most. */
  RowBlocks(int max) {
    this.max = max;
  }

  /** Adds all samples of a block that is stored row by row; it may be kept as it is. */
  void add(Batch source) {
    if (size == 0 && source.size() == max) {
      full.add(source);
      return;
    }
    for (int sample = 0; sample < source.size(); sample++) {
      if (open == null) {
        open = source.weightedLike(max);
      }
      source.copy(sample, open, size);
      size++;
      if (size == max) {
        full.add(closed(open));
      }
    }
  }

  /** The next full block; null if there is none. */
  Batch full() {
    return full.poll();
  }

  /** What is left in the end, a block that is not full; null if nothing is. */
  Batch rest() {
    if (size == 0) {
      return null;
    }
    Batch last = open.weightedLike(size);
    for (int sample = 0; sample < size; sample++) {
      open.copy(sample, last, sample);
    }
    return closed(last);
  }

  /** Weights that are all 1 are none. */
  private Batch closed(Batch block) {
    open = null;
    size = 0;
    boolean weighted = Arrays.stream(block.weights()).anyMatch(weight -> weight != 1);
    return weighted ? block : new Batch(block.inputs(), block.targets());
  }
}
