package org.sparkbackprop.cluster;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts Spark when it is first needed, and stops it; or lends one that lives on. */
public final class SparkSource implements AutoCloseable {

  private final Supplier<JavaSparkContext> start;
  private final Consumer<JavaSparkContext> end;
  private JavaSparkContext spark;

  private SparkSource(Supplier<JavaSparkContext> start, Consumer<JavaSparkContext> end) {
    this.start = start;
    this.end = end;
  }

  /** A context of the caller's, which lives on. */
  public static SparkSource lent(JavaSparkContext spark) {
    return new SparkSource(() -> spark, context -> {});
  }

  /** A context that is started when it is first needed, and stopped by {@link #close}. */
  public static SparkSource started(Supplier<JavaSparkContext> start) {
    return new SparkSource(start, JavaSparkContext::close);
  }

  /** The context. */
  public JavaSparkContext spark() {
    if (spark == null) {
      spark = start.get();
    }
    return spark;
  }

  @Override
  public void close() {
    if (spark != null) {
      end.accept(spark);
      spark = null;
    }
  }
}
