package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.util.Optional;
import org.sparkbackprop.network.HealthCheck;

/**
 * Which epochs are recorded, and in which of these the layers' health is measured.
 *
 * @param every epochs whose number is a multiple of this are recorded
 * @param healthEvery in multiples of this health is measured; a multiple of {@code every}
 * @param check of the health, or null if it is never measured
 */
public record Recording(long every, long healthEvery, HealthCheck check) implements Serializable {

  /** The most measurements of health, spread evenly over the epochs. */
  private static final long MAX_CHECKS = 100;

  /** Records without health. */
  public static Recording every(long epochs) {
    return new Recording(epochs, epochs, null);
  }

  /**
   * Records with health in at most a hundred of them.
   *
   * @param epochs of the whole training
   */
  public static Recording of(long epochs, long every, Optional<HealthCheck> check) {
    long records = epochs / every;
    long step = Math.max(1, (records + MAX_CHECKS - 1) / MAX_CHECKS);
    return new Recording(every, Math.multiplyExact(every, step), check.orElse(null));
  }

  /** Whether an epoch is recorded. */
  public boolean records(long epoch) {
    return epoch % every == 0;
  }

  /** The record, with the health of its parameters if it is measured in this epoch. */
  public EpochRecord complete(EpochRecord record, double[] parameters) {
    return check != null && record.epoch() % healthEvery == 0
        ? withHealth(record, parameters)
        : record;
  }

  /** The record, with the health of its parameters if health is measured at all. */
  EpochRecord withHealth(EpochRecord record, double[] parameters) {
    return check == null ? record : record.with(check.of(parameters));
  }
}
