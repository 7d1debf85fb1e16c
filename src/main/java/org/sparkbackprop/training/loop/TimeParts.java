package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the time of a training has gone, in seconds; what is left of it is the driver's own: the
 * optimiser's steps, records, checkpoints.
 *
 * @param compute forward and backward passes, as long as they take on all cores that share them
 * @param waiting for tasks to be sent out and to start, for parameters to arrive, and for the last
 *     task where the others are done
 * @param aggregation results on their way between executors, and their sums
 */
public record TimeParts(double compute, double waiting, double aggregation)
    implements Serializable {

  /** No time. */
  public static final TimeParts NONE = new TimeParts(0, 0, 0);

  /** These and more. */
  public TimeParts plus(TimeParts more) {
    return new TimeParts(
        compute + more.compute, waiting + more.waiting, aggregation + more.aggregation);
  }

  /** These without those of before. */
  public TimeParts minus(TimeParts before) {
    return new TimeParts(
        compute - before.compute, waiting - before.waiting, aggregation - before.aggregation);
  }

  /** What is left of a time for the driver itself, 0 or more. */
  public double driver(double seconds) {
    return Math.max(0, seconds - compute - waiting - aggregation);
  }

  /** All four, by the names that they have in files. */
  public Map<String, Object> fields(double seconds) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("compute_seconds", compute);
    fields.put("waiting_seconds", waiting);
    fields.put("aggregation_seconds", aggregation);
    fields.put("driver_seconds", driver(seconds));
    return fields;
  }
}
