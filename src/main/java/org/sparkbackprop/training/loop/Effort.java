package org.sparkbackprop.training.loop;

import java.io.Serializable;

/**
 * What a training has cost so far, apart from time.
 *
 * @param passes over all training samples, forward and backward
 * @param rounds of communication: parameters to the partitions, and sums or parameters back
 */
public record Effort(long passes, long rounds) implements Serializable {

  /** Nothing yet. */
  public static final Effort NONE = new Effort(0, 0);

  /** This and so much more. */
  public Effort plus(long morePasses, long moreRounds) {
    return new Effort(passes + morePasses, rounds + moreRounds);
  }
}
