package org.sparkbackprop.network;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Results of partitions that can be added up. Slices of their long vectors add up like the whole,
 * number by number, and so with the same bits.
 */
public interface Sliceable<T extends Sliceable<T>> extends Serializable {

  /**
   * Adds another to this; the other is not modified.
   *
   * @return this
   */
  T add(T other);

  /**
   * A slice, copied.
   *
   * @param slice its number, from 0
   * @param slices their number, at least 1
   */
  T slice(int slice, int slices);

  /**
   * Puts a slice's numbers in their place; from slice 0 also takes what is in every slice, such as
   * counts.
   *
   * @param part a slice, or a sum of slices; not modified
   */
  void put(T part, int slice, int slices);

  /** Adds to the time in which tasks added such sums. */
  void added(long nanos);

  /** A slice of a vector, copied. */
  static double[] slice(double[] vector, int slice, int slices) {
    return Arrays.copyOfRange(
        vector, begin(vector.length, slice, slices), begin(vector.length, slice + 1, slices));
  }

  /** Where a slice of a vector starts; slices differ by at most one number. */
  static int begin(int length, int slice, int slices) {
    return (int) ((long) length * slice / slices);
  }
}
