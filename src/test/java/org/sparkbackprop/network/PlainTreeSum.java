package org.sparkbackprop.network;

import java.util.List;

/** The order of all sums over partitions, written plainly. */
public final class PlainTreeSum {

  private PlainTreeSum() {}

  /**
   * The sum of all, added in a fixed binary tree over their places: neighbours first, then the sums
   * of neighbours, and so on; a floating-point sum depends on its order, and this one depends on
   * nothing but the number of parts. The first element of every pair is modified.
   *
   * @param parts at least one
   */
  public static <T extends Sliceable<T>> T of(List<T> parts) {
    for (int stride = 1; stride < parts.size(); stride *= 2) {
      for (int i = 0; i + stride < parts.size(); i += 2 * stride) {
        parts.get(i).add(parts.get(i + stride));
      }
    }
    return parts.get(0);
  }
}
