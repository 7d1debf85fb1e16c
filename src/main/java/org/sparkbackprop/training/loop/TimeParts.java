package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the time of a training has gone, in seconds; the rest is the driver's: optimiser steps,
 * records, checkpoints.
 *
 * @param compute forward and backward passes, on all cores that share them
 * @param waiting for tasks to be sent out and to start, for parameters to arrive, and for the last
 *     task where the others are done
 * @param aggregation sending results between executors, and adding them
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

  /** The difference from earlier ones. */
  public TimeParts minus(TimeParts before) {
    return new TimeParts(
        compute - before.compute, waiting - before.waiting, aggregation - before.aggregation);
  }

  /** The driver's part of a time, 0 or more. */
  public double driver(double seconds) {
    return Math.max(0, seconds - compute - waiting - aggregation);
  }

  /** All four, by their names in files. */
  public Map<String, Object> fields(double seconds) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("compute_seconds", compute);
    fields.put("waiting_seconds", waiting);
    fields.put("aggregation_seconds", aggregation);
    fields.put("driver_seconds", driver(seconds));
    return fields;
  }
}
