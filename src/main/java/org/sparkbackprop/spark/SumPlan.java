package org.sparkbackprop.spark;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the results of partitions are added up; in which order does not depend on it. It is made of
 * their number and size alone, and so is the same on every cluster.
 *
 * <ul>
 *   <li>Few and small: on the driver, as they come.
 *   <li>Many and small: tasks add groups of neighbours, each a whole branch of the tree, and the
 *       driver adds the groups.
 *   <li>Large: each is cut into slices, and tasks add one slice of a group of neighbours each, in
 *       as many levels as it takes; the driver gets the slices of one sum.
 * </ul>
 *
 * @param slices into which each result is cut, at least 1
 * @param groups how many results a group has, level by level, powers of two; none for the driver
 */
public record SumPlan(int slices, List<Integer> groups) {

  /** So many sums come to the driver at most. */
  static final int MAX_ON_DRIVER = 32;

  /**
   * The driver gets so many bytes more than one sum has at most: half a second on a link of 1
   * Gbit/s. A shuffle costs its tasks less than that, and takes some tenths of a second.
   */
  private static final long DRIVER_BYTES = 64 << 20;

  /** A slice; tasks have some of them in memory, at most half a group. */
  private static final long SLICE_BYTES = 2 << 20;

  /** So many results a task adds; half of them, 64 MB of slices of this size, wait at most. */
  private static final int MAX_IN_GROUP = 64;

  /** A shuffle costs something for every task that reads it, in every task that writes it. */
  private static final int MAX_TASKS = 1 << 14;

  /** The plan for so many partitions, at least 1, and numbers in the result of each. */
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

  /** How many sums, each as large as the result of a partition, come to the driver. */
  public int sumsAtDriver(int partitions) {
    int left = partitions;
    for (int size : groups) {
      left = groupsOf(left, size);
    }
    return left;
  }

  /** The sizes of groups that leave no more than so many sums. */
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

  /** How many groups of a size there are. */
  static int groupsOf(int parts, int size) {
    return (parts + size - 1) / size;
  }
}
