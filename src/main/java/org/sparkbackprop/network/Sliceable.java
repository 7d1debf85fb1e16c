package org.sparkbackprop.network;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What can be cut into slices of its long vectors, each of which adds up like the whole: number by
 * number, and so with the same bits.
 */
public interface Sliceable<T extends Sliceable<T>> extends Summable<T>, Serializable {

  /**
   * A slice, copied.
   *
   * @param slice its number, from 0
   * @param slices how many there are, at least 1
   */
  T slice(int slice, int slices);

  /**
   * Takes a slice's numbers into their place; from slice 0 also what has no place, such as counts.
   *
   * @param part as {@link #slice} gave it, or a sum of such; not modified
   */
  void put(T part, int slice, int slices);

  /** A task has added such sums, to which this one is the result, for so many nanoseconds. */
  void added(long nanos);

  /** A slice of a vector, copied. */
  static double[] slice(double[] vector, int slice, int slices) {
    return Arrays.copyOfRange(
        vector, begin(vector.length, slice, slices), begin(vector.length, slice + 1, slices));
  }

  /** Where a slice of a vector begins; slices differ by one number at most. */
  static int begin(int length, int slice, int slices) {
    return (int) ((long) length * slice / slices);
  }
}
