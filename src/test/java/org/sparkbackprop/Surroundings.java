package org.sparkbackprop;

import java.util.Collection;
import java.util.Set;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/** What a context and its JVM have that somebody who uses it could leave something in. */
public record Surroundings(
    Set<?> cached, String group, String description, String own, int sources, int hooks) {

  public static Surroundings of(JavaSparkContext spark) throws ReflectiveOperationException {
    var hooks = ShutdownHookManager.class.getDeclaredField("hooks");
    hooks.setAccessible(true);
    return new Surroundings(
        spark.getPersistentRDDs().keySet(),
        spark.getLocalProperty("spark.jobGroup.id"),
        spark.getLocalProperty("spark.job.description"),
        spark.getLocalProperty("own"),
        SparkEnv.get().metricsSystem().getSourcesByName("spark-backprop").size(),
        ((Collection<?>) hooks.get(ShutdownHookManager.get())).size());
  }
}
