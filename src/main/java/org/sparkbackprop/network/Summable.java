package org.sparkbackprop.network;

/** What partitions give, and what can be added up to that of all of them. */
public interface Summable<T extends Summable<T>> {

  /**
   * Adds another to this; the other is not modified.
   *
   * @return this
   */
  T add(T other);
}
