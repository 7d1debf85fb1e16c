package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A value that the driver gives to a task, and the result that the task returns. In local mode
 * driver and task are one JVM: the values stay where they are and only their number travels, as
 * sending a state of some megabytes takes tens of milliseconds. Elsewhere both are sent.
 *
 * <p>Values are shared, not copied: neither side modifies them.
 *
 * @param number of the exchange in this JVM
 * @param broadcast of the value; null in local mode
 */
record LocalExchange<T extends Serializable, R extends Serializable>(
    long number, Broadcast<Packed<T>> broadcast) implements Serializable, AutoCloseable {

  private static final AtomicLong NEXT = new AtomicLong();
  private static final ConcurrentHashMap<Long, Object> GIVEN = new ConcurrentHashMap<>();
  private static final ConcurrentHashMap<Long, Object> RESULTS = new ConcurrentHashMap<>();

  /** An exchange that suits this Spark. */
  static <T extends Serializable, R extends Serializable> LocalExchange<T, R> of(
      JavaSparkContext spark, T value) {
    if (!spark.sc().isLocal()) {
      return sent(spark, value);
    }
    LocalExchange<T, R> exchange = new LocalExchange<>(NEXT.getAndIncrement(), null);
    GIVEN.put(exchange.number, value);
    return exchange;
  }

  /** An exchange by a broadcast and the task's result. */
  static <T extends Serializable, R extends Serializable> LocalExchange<T, R> sent(
      JavaSparkContext spark, T value) {
    return new LocalExchange<>(NEXT.getAndIncrement(), spark.broadcast(new Packed<>(value)));
  }

  /** What the driver gave. */
  @SuppressWarnings("unchecked") // what was put there was a T
  T given() {
    return broadcast == null ? (T) GIVEN.get(number) : broadcast.value().value();
  }

  /** In the task: what it must return for the result. */
  Packed<?> returned(R result) {
    if (broadcast != null) {
      return new Packed<>(result);
    }
    GIVEN.computeIfPresent( // the result of a task that was given up is not kept
        number,
        (key, given) -> {
          RESULTS.put(key, result);
          return given;
        });
    return new Packed<>(number);
  }

  /** On the driver: the result, from what the task returned. */
  @SuppressWarnings("unchecked") // what was returned was an R
  R result(Packed<?> returned) {
    return (R) (broadcast == null ? RESULTS.get(number) : returned.value());
  }

  /** Frees the memory of the values. */
  @Override
  public void close() {
    if (broadcast != null) {
      broadcast.destroy();
    }
    GIVEN.remove(number);
    RESULTS.remove(number);
  }
}
