package org.sparkbackprop.spark;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the results of partitions are added up; the order of additions does not depend on it. The
 * plan depends only on their number and size, and so is the same on every cluster.
 *
 * <ul>
 *   <li>Few and small: on the driver, as they arrive.
 *   <li>Many and small: tasks add groups of neighbours, each a whole branch of the tree, and the
 *       driver adds the groups.
 *   <li>Large: each is cut into slices, and each task adds one slice of a group of neighbours, in
 *       several levels if necessary; the driver gets the slices of one sum.
 * </ul>
 *
 * @param slices into which each result is cut, at least 1
 * @param groups number of results in a group, level by level, powers of two; none: on the driver
 */
public record SumPlan(int slices, List<Integer> groups) {

  /** The most sums that the driver gets. */
  static final int MAX_ON_DRIVER = 32;

  /**
   * The most bytes, beyond those of one sum, that the driver gets: half a second on a link of 1
   * Gbit/s. A shuffle costs less, some tenths of a second.
   */
  private static final long DRIVER_BYTES = 64 << 20;

  /** The size of a slice; a task has at most half a group of them in memory. */
  private static final long SLICE_BYTES = 2 << 20;

  /** The most results that a task adds; at most half of them, 64 MB of slices, wait. */
  private static final int MAX_IN_GROUP = 64;

  /** The most tasks that read a shuffle: each has a cost in every task that writes it. */
  private static final int MAX_TASKS = 1 << 14;

  /** The plan for a number of partitions, at least 1, and of numbers in the result of each. */
  public static SumPlan of(int partitions, long numbers) {
    long bytes = numbers * Double.BYTES;
    if (partitions <= MAX_ON_DRIVER && (partitions - 1) * bytes <= DRIVER_BYTES) {
      return new SumPlan(1, List.of());
    }
    boolean sliced = Math.min(partitions, MAX_ON_DRIVER) * bytes > DRIVER_BYTES;
    int left = sliced ? 1 : MAX_ON_DRIVER;
    List<Integer> groups = groups(partitions, left);
    if (!sliced) {
      return new SumPlan(1, groups);
    }
    long max = Math.max(2, MAX_TASKS / groupsOf(partitions, groups.get(0)));
    long wanted = Math.max(2, (bytes + SLICE_BYTES - 1) / SLICE_BYTES);
    return new SumPlan((int) Math.min(wanted, max), groups);
  }

  /** Number of sums, each as large as the result of a partition, that the driver gets. */
  public int sumsAtDriver(int partitions) {
    int left = partitions;
    for (int size : groups) {
      left = groupsOf(left, size);
    }
    return left;
  }

  /** The sizes of groups that leave at most this many sums. */
  private static List<Integer> groups(int partitions, int left) {
    List<Integer> groups = new ArrayList<>();
    for (int parts = partitions; parts > left; ) {
      int size = 2;
      while (size < MAX_IN_GROUP && groupsOf(parts, size) > left) {
        size *= 2;
      }
      groups.add(size);
      parts = groupsOf(parts, size);
    }
    return List.copyOf(groups);
  }

  /** Number of groups of a size. */
  static int groupsOf(int parts, int size) {
    return (parts + size - 1) / size;
  }
}
