package org.sparkbackprop;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark inside of the JVM of a test. */
public final class LocalSpark {

  private LocalSpark() {}

  /** Spark with a master such as local[2], to be closed by the caller. */
  public static JavaSparkContext start(String master) {
    return start(master, Map.of());
  }

  /** The same, with more that a user has configured. */
  public static JavaSparkContext start(String master, Map<String, String> configuration) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1");
    configuration.forEach(conf::set);
    return new JavaSparkContext(conf);
  }
}
