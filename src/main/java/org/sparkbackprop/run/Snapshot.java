package org.sparkbackprop.run;

import java.util.List;
import java.util.SortedSet;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.LoopMemory;
import org.sparkbackprop.training.loop.TrainingState;

/**
 * Everything with which a training goes on as if it had never been interrupted. A value.
 *
 * @param state of the network and the optimiser
 * @param memory of the loop
 * @param records of the epochs before the state's
 * @param notices what the user was told on the way
 * @param origin what it must go on with
 */
public record Snapshot(
    TrainingState state,
    LoopMemory memory,
    List<EpochRecord> records,
    List<String> notices,
    Origin origin) {

  /** Copies the lists. */
  public Snapshot {
    records = List.copyOf(records);
    notices = List.copyOf(notices);
  }

  /**
   * What a training was made of, beside its state: with anything else it would end with other bits.
   *
   * @param configuration SHA-256 of the keys that change the result
   * @param data fingerprint of the rows, and of their order
   * @param version of this program
   * @param learningRate η₀, which may have been found by trying
   * @param kernels identities of the kernels that computed so far
   */
  public record Origin(
      String configuration,
      String data,
      String version,
      double learningRate,
      SortedSet<String> kernels) {

    /** The same, with the kernels that computed so far. */
    public Origin with(SortedSet<String> seen) {
      return new Origin(configuration, data, version, learningRate, seen);
    }
  }
}
