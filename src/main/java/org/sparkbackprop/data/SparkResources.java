package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.jdk.javaapi.CollectionConverters;

/** What an input holds in a SparkContext, which may have other users, until it is closed. */
final class SparkResources implements AutoCloseable {

  private final JavaSparkContext spark;
  private final List<Broadcast<?>> broadcasts = new ArrayList<>();
  private final List<JavaRDD<?>> cached = new ArrayList<>();
  private final List<Integer> shuffles = new ArrayList<>();

  SparkResources(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Makes something with new resources, which are freed if that fails. */
  public static <T> T with(JavaSparkContext spark, Function<SparkResources, T> making) {
    SparkResources resources = new SparkResources(spark);
    try {
      return making.apply(resources);
    } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
      resources.close();
      throw e;
    }
  }

  JavaSparkContext spark() {
    return spark;
  }

  public <T> Broadcast<T> broadcast(T value) {
    return owned(spark.broadcast(value));
  }

  <T> Broadcast<T> owned(Broadcast<T> broadcast) {
    broadcasts.add(broadcast);
    return broadcast;
  }

  void persist(JavaRDD<?> rdd, StorageLevel storage) {
    cached.add(rdd);
    rdd.persist(storage);
  }

  /** Remembers the files of a shuffle, which Spark keeps until told otherwise. */
  <K, V> JavaPairRDD<K, V> owned(JavaPairRDD<K, V> shuffled) {
    CollectionConverters.asJava(shuffled.rdd().dependencies())
        .forEach(dependency -> shuffles.add(((ShuffleDependency<?, ?, ?>) dependency).shuffleId()));
    return shuffled;
  }

  /**
   * Releases everything, and waits until that is done: a context that is stopped while blocks are
   * being removed prints a stack trace. A context that was stopped has nothing left to release.
   */
  @Override
  public void close() {
    if (!spark.sc().isStopped()) {
      cached.forEach(rdd -> rdd.unpersist(true));
      if (spark.sc().cleaner().isDefined()) {
        shuffles.forEach(id -> spark.sc().cleaner().get().doCleanupShuffle(id, true));
      }
      broadcasts.forEach(broadcast -> broadcast.destroy(true));
    }
    cached.clear();
    shuffles.clear();
    broadcasts.clear();
  }
}
