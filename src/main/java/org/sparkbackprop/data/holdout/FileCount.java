package org.sparkbackprop.data.holdout;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Good rows of a file, by split and by class. However many rows and labels there are, at most
 * {@link #MAX_NUMBERS} numbers and the allowed classes are kept.
 *
 * @param rows number of rows, by the starts of splits
 * @param classes the rows of each class; null if there are more classes than allowed
 */
record FileCount(TreeMap<Long, Long> rows, Map<String, OfClass> classes) implements Serializable {

  /** The most numbers kept of a class. */
  static final int MAX_OF_CLASS = 1 << 14;

  /** The most numbers kept of all classes. */
  static final int MAX_NUMBERS = 1 << 21;

  /**
   * Rows of a class.
   *
   * @param rows number of rows
   * @param numbers that their u are made of, by the starts of splits; null if there are too many
   */
  record OfClass(long rows, Map<Long, long[]> numbers) implements Serializable {

    OfClass plus(OfClass other) {
      if (numbers == null || other.numbers == null || rows + other.rows > MAX_OF_CLASS) {
        return new OfClass(rows + other.rows, null);
      }
      Map<Long, long[]> all = new HashMap<>(numbers);
      all.putAll(other.numbers);
      return new OfClass(rows + other.rows, all);
    }
  }

  /** The most numbers kept of each class, given the number of classes. */
  private static int mostOfClass(int classes) {
    return Math.min(MAX_OF_CLASS, MAX_NUMBERS / Math.max(1, classes));
  }

  /** Adds the rows of other splits of the file. */
  FileCount plus(FileCount other, int maxClasses) {
    TreeMap<Long, Long> allRows = new TreeMap<>(rows);
    allRows.putAll(other.rows);
    if (classes == null || other.classes == null) {
      return new FileCount(allRows, null);
    }
    Map<String, OfClass> all = new HashMap<>(classes);
    other.classes.forEach((name, count) -> all.merge(name, count, OfClass::plus));
    return new FileCount(allRows, all.size() > maxClasses ? null : all).bounded();
  }

  /** The same without the numbers of classes that have too many. */
  FileCount bounded() {
    if (classes == null) {
      return this;
    }
    int max = mostOfClass(classes.size());
    Map<String, OfClass> kept = new HashMap<>();
    classes.forEach(
        (name, count) -> kept.put(name, count.rows > max ? new OfClass(count.rows, null) : count));
    return new FileCount(rows, kept);
  }

  /** Counts the rows of a split of a file. */
  static final class OfPart {

    private final int maxClasses;

    /** Null once there are too many. */
    private Map<String, Numbers> byClass = new HashMap<>();

    private int classes;
    private int mostOfClass = MAX_OF_CLASS;
    private long rows;

    OfPart(int maxClasses) {
      this.maxClasses = maxClasses;
    }

    long rows() {
      return rows;
    }

    /** Classes so far; one more than allowed if there are too many. */
    int classes() {
      return classes;
    }

    /**
     * Adds a row.
     *
     * @param number that its u is made of
     */
    void add(String ofClass, long number) {
      rows++;
      if (byClass == null) {
        return;
      }
      Numbers numbers = byClass.get(ofClass);
      if (numbers == null) {
        numbers = new Numbers();
        byClass.put(ofClass, numbers);
        countClass();
      }
      numbers.add(number, mostOfClass);
    }

    private void countClass() {
      classes++;
      mostOfClass = mostOfClass(classes);
      if (classes > maxClasses) {
        byClass = null;
      } else if (Integer.bitCount(classes) == 1) { // rare enough to cost no time
        byClass.values().forEach(known -> known.forgetAbove(mostOfClass));
      }
    }

    /**
     * The result.
     *
     * @param start of the split
     */
    FileCount counted(long start) {
      TreeMap<Long, Long> ofPart = new TreeMap<>(Map.of(start, rows));
      if (byClass == null) {
        return new FileCount(ofPart, null);
      }
      Map<String, OfClass> counts = new HashMap<>();
      byClass.forEach((name, numbers) -> counts.put(name, numbers.counted(start)));
      return new FileCount(ofPart, counts).bounded();
    }

    /** Numbers that memory is reserved for. */
    long room() {
      return byClass == null ? 0 : byClass.values().stream().mapToLong(Numbers::room).sum();
    }
  }

  /** The numbers of a class, unless there are too many. */
  private static final class Numbers {

    private static final int FIRST_ROOM = 4;

    private long[] numbers = new long[FIRST_ROOM];
    private long rows;

    void add(long number, int max) {
      if (rows >= max) {
        numbers = null;
      }
      if (numbers != null) {
        if (rows == numbers.length) {
          numbers = Arrays.copyOf(numbers, Math.min(max, 2 * numbers.length));
        }
        numbers[(int) rows] = number;
      }
      rows++;
    }

    void forgetAbove(int max) {
      if (rows > max) {
        numbers = null;
      }
    }

    int room() {
      return numbers == null ? 0 : numbers.length;
    }

    OfClass counted(long start) {
      return new OfClass(
          rows, numbers == null ? null : Map.of(start, Arrays.copyOf(numbers, (int) rows)));
    }
  }
}
