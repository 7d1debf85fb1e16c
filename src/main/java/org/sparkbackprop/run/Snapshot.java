package org.sparkbackprop.run;

import java.util.List;
import java.util.SortedSet;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.LoopMemory;
import org.sparkbackprop.training.loop.TrainingState;

/**
 * Everything that a training needs to continue as if it had never been interrupted. A value.
 *
 * @param state of the network and the optimiser
 * @param memory of the loop
 * @param records of the epochs before the state's
 * @param notices shown to the user so far
 * @param origin which must be the same when it continues
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
   * What determines the bits of the result beside the state.
   *
   * @param configuration SHA-256 of the keys that change the result
   * @param data fingerprint of the rows and their order
   * @param version of this program
   * @param learningRate η₀, which may have been found by trials
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
