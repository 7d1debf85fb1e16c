package org.sparkbackprop.metrics.sums;

import java.io.Serializable;

/**
 * Sums over rows from which metrics are read off. Parts of the rows are summed apart and merged in
 * their order.
 *
 * @param <R> the rows that are added
 * @param <S> the implementing class
 */
public interface RowSums<R extends ScoredRows, S extends RowSums<R, S>> extends Serializable {

  /**
   * Adds the rows of a block, each as often as it counts; a row that counts 0 is left out.
   *
   * @throws IllegalArgumentException if the rows were made for other sums
   */
  void add(R rows, RowWeights weights);

  /**
   * Adds the other sums to these; the others are not modified.
   *
   * @return these sums
   * @throws IllegalArgumentException if the others are sums of something else
   */
  S merge(S other);
}
