package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A value that a task gets from the driver, and another that it gives back. In local mode driver
 * and task are one JVM: there the values stay where they are, and only the number of their place
 * travels; to send and receive a state of some megabytes takes tens of milliseconds.
 *
 * <p>Values are shared, not copied: neither side modifies them.
 */
sealed interface LocalExchange<T extends Serializable, R extends Serializable>
    extends Serializable, AutoCloseable {

  /** What the driver gave. */
  T given();

  /** In the task: what it is to return for the result. */
  Packed<?> returned(R result);

  /** On the driver: the result, out of what the task returned. */
  R result(Packed<?> returned);

  /** Frees what the values take. */
  @Override
  void close();

  /** The way that suits this Spark. */
  static <T extends Serializable, R extends Serializable> LocalExchange<T, R> of(
      JavaSparkContext spark, T value) {
    return spark.sc().isLocal()
        ? InThisJvm.of(value)
        : new Sent<>(spark.broadcast(new Packed<>(value)));
  }

  /** By a broadcast and the task's result. */
  record Sent<T extends Serializable, R extends Serializable>(Broadcast<Packed<T>> broadcast)
      implements LocalExchange<T, R> {

    @Override
    public T given() {
      return broadcast.value().value();
    }

    @Override
    public Packed<?> returned(R result) {
      return new Packed<>(result);
    }

    @Override
    @SuppressWarnings("unchecked") // what was returned was an R
    public R result(Packed<?> returned) {
      return (R) returned.value();
    }

    @Override
    public void close() {
      broadcast.destroy();
    }
  }

  /**
   * By places in this JVM.
   *
   * @param number of the place
   */
  record InThisJvm<T extends Serializable, R extends Serializable>(long number)
      implements LocalExchange<T, R> {

    private static final AtomicLong NEXT = new AtomicLong();
    private static final ConcurrentHashMap<Long, Object> GIVEN = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<Long, Object> RESULTS = new ConcurrentHashMap<>();

    private static <T extends Serializable, R extends Serializable> InThisJvm<T, R> of(T value) {
      InThisJvm<T, R> place = new InThisJvm<>(NEXT.getAndIncrement());
      GIVEN.put(place.number, value);
      return place;
    }

    @Override
    @SuppressWarnings("unchecked") // what was put there was a T
    public T given() {
      return (T) GIVEN.get(number);
    }

    @Override
    public Packed<?> returned(R result) {
      GIVEN.computeIfPresent( // what comes from a task after it was given up is not kept
          number,
          (place, given) -> {
            RESULTS.put(place, result);
            return given;
          });
      return new Packed<>(number);
    }

    @Override
    @SuppressWarnings("unchecked") // what was put there was an R
    public R result(Packed<?> returned) {
      return (R) RESULTS.get(number);
    }

    @Override
    public void close() {
      GIVEN.remove(number);
      RESULTS.remove(number);
    }
  }
}
