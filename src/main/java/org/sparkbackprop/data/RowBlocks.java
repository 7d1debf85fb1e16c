package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkbackprop.network.Batch;

/** Gathers samples, one by one, in blocks that are stored row by row. */
final class RowBlocks {

  private final int most;
  private final List<Batch> full = new ArrayList<>();
  private Batch open;
  private int size;

  /** Blocks of so many samples at most, and all but the last of so many. */
  RowBlocks(int most) {
    this.most = most;
  }

  /** Copies a sample of a block. */
  void add(Batch source, int sample) {
    if (open == null) {
      open = room(source, most);
    }
    copy(source, sample, open, size);
    size++;
    if (size == most) {
      close(open);
    }
  }

  /** All blocks; nothing is to be added afterwards. */
  List<Batch> blocks() {
    if (size > 0) {
      Batch last = room(open, size);
      for (int sample = 0; sample < size; sample++) {
        copy(open, sample, last, sample);
      }
      close(last);
    }
    return full;
  }

  /** Weights that are all 1 are none. */
  private void close(Batch block) {
    boolean weighted = Arrays.stream(block.weights()).anyMatch(weight -> weight != 1);
    full.add(weighted ? block : new Batch(block.inputs(), block.labels()));
    open = null;
    size = 0;
  }

  private static Batch room(Batch like, int samples) {
    return new Batch(like.inputs().rowsLike(samples), new int[samples], new double[samples]);
  }

  private static void copy(Batch source, int sample, Batch target, int at) {
    source.inputs().copyRow(sample, target.inputs(), at);
    target.labels()[at] = source.labels()[sample];
    target.weights()[at] = source.weight(sample);
  }
}
