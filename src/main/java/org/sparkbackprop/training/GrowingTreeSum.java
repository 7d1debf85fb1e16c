package org.sparkbackprop.training;

import org.sparkbackprop.network.Gradients;

/**
 * The sum of {@link Gradients#treeSum} over parts that come in any order, from any thread: two
 * neighbours are added as soon as both are there, so that few sums are in memory at a time.
 */
final class GrowingTreeSum {

  /** A sum that waits for its neighbour, so many parts wide. */
  private record Waiting(Gradients sum, int width) {}

  /** At the place of their first part. */
  private final Waiting[] waiting;

  private Gradients total;

  /** A sum of so many parts, at least one. */
  GrowingTreeSum(int parts) {
    this.waiting = new Waiting[parts];
  }

  /**
   * Adds a part, which may be modified.
   *
   * @param place of the part among all
   */
  void add(int place, Gradients part) {
    Gradients sum = part;
    int first = place;
    for (int width = 1; width < waiting.length; width *= 2) {
      boolean isLeft = first % (2 * width) == 0;
      int neighbour = isLeft ? first + width : first - width;
      if (neighbour < waiting.length) {
        Gradients other = takeOrWait(neighbour, first, new Waiting(sum, width));
        if (other == null) {
          return; // whoever brings the neighbour goes on
        }
        sum = isLeft ? sum.add(other) : other.add(sum);
        first = Math.min(first, neighbour);
      }
    }
    setTotal(sum);
  }

  /** Takes the neighbour's sum if that is whole, or else leaves one's own at its place. */
  private synchronized Gradients takeOrWait(int neighbour, int first, Waiting own) {
    Waiting other = waiting[neighbour];
    if (other == null || other.width() != own.width()) {
      waiting[first] = own;
      return null;
    }
    waiting[neighbour] = null;
    return other.sum();
  }

  private synchronized void setTotal(Gradients sum) {
    total = sum;
  }

  /** The sum of all parts, when all have come. */
  synchronized Gradients total() {
    return total;
  }
}
