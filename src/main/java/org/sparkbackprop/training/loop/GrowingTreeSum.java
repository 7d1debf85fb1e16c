package org.sparkbackprop.training.loop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sparkbackprop.network.Sliceable;

/**
 * The sum of parts that arrive in any order, from any thread, added in a fixed binary tree over
 * their places: neighbours first, then the sums of neighbours, and so on. A floating-point sum
 * depends on its order; this one depends only on the number of parts. Two neighbours are added as
 * soon as both are there, so that few sums are in memory at a time.
 */
public final class GrowingTreeSum<T extends Sliceable<T>> {

  /** A sum of some parts that waits for its neighbour. */
  private record Waiting<T>(T sum, int width) {}

  /** At the place of their first part. */
  private final List<Waiting<T>> waiting;

  private T total;

  /** A sum of this many parts, at least one. */
  public GrowingTreeSum(int parts) {
    this.waiting = new ArrayList<>(Collections.nCopies(parts, null));
  }

  /**
   * Adds a part, which may be modified.
   *
   * @param place of the part among all
   */
  public void add(int place, T part) {
    T sum = part;
    int first = place;
    for (int width = 1; width < waiting.size(); width *= 2) {
      boolean isLeft = first % (2 * width) == 0;
      int neighbour = isLeft ? first + width : first - width;
      if (neighbour < waiting.size()) {
        T other = takeOrWait(neighbour, first, new Waiting<>(sum, width));
        if (other == null) {
          return; // the thread that brings the neighbour continues
        }
        sum = isLeft ? sum.add(other) : other.add(sum);
        first = Math.min(first, neighbour);
      }
    }
    setTotal(sum);
  }

  /** Takes the neighbour's sum if it is complete, else leaves this one at its place. */
  private synchronized T takeOrWait(int neighbour, int first, Waiting<T> own) {
    Waiting<T> other = waiting.get(neighbour);
    if (other == null || other.width() != own.width()) {
      waiting.set(first, own);
      return null;
    }
    waiting.set(neighbour, null);
    return other.sum();
  }

  private synchronized void setTotal(T sum) {
    total = sum;
  }

  /** The sum of all parts; null until all have been added. */
  public synchronized T total() {
    return total;
  }
}
