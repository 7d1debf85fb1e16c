package org.sparkbackprop.plan;

import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.LocalMaster;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's memory for rows.
 *
 * @param bytes of all executors together
 * @param executors their number; absent for a local master, which has only this JVM
 */
public record RowMemory(long bytes, OptionalInt executors) {

  static RowMemory of(JavaSparkContext spark) {
    boolean local = LocalMaster.cores(spark.master()) > 0;
    String driver = ":" + spark.getConf().get("spark.driver.port", "");
    long bytes = 0;
    int executors = 0;
    for (Map.Entry<String, Tuple2<Object, Object>> executor :
        CollectionConverters.asJava(spark.sc().getExecutorMemoryStatus()).entrySet()) {
      if (local || !executor.getKey().endsWith(driver)) {
        bytes += (Long) executor.getValue()._1();
        executors++;
      }
    }
    return new RowMemory(bytes, local ? OptionalInt.empty() : OptionalInt.of(executors));
  }
}
