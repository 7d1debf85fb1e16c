package org.sparkbackprop.network.loss;

import java.io.Serializable;

/**
 * What the network should predict for the samples of a block, such as their classes. Only the
 * losses for a kind of targets look inside.
 */
public interface Targets extends Serializable {

  /** Number of samples. */
  int size();

  /** Room for the targets of other samples, of the same kind. */
  Targets targetsLike(int samples);

  /**
   * Copies the target of a sample.
   *
   * @param target of the same kind
   * @param at the place in it
   */
  void copy(int sample, Targets target, int at);

  /** A number for checksums, the same for equal targets. */
  long hash(int sample);
}
