package org.sparkbackprop.benchmark;

import java.util.Arrays;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.settings.InputSettings;

/** Bytes of a cached sample: of MNIST, and of 100 features that are not bytes. */
final class CachedSamples {

  private static final int FEATURES = 100;

  private CachedSamples() {}

  public static void main(String[] arguments) {
    try (JavaSparkContext spark = new JavaSparkContext(Workloads.spark())) {
      Figures.print("cached.mnist", bytesOfSample(spark, Workloads.mnist(), Precision.DOUBLE));
      for (Precision precision : Precision.values()) {
        Figures.print(
            "cached.feature." + precision.configurationName(),
            bytesOfSample(spark, Workloads.clouds(20_000, FEATURES), precision) / FEATURES);
      }
    }
  }

  private static double bytesOfSample(
      JavaSparkContext spark, InputSettings input, Precision precision) {
    PreparedData data = Workloads.load(spark, input, OptionalInt.of(2), precision);
    long bytes =
        Arrays.stream(spark.sc().getRDDStorageInfo())
            .mapToLong(rdd -> rdd.memSize() + rdd.diskSize())
            .sum();
    data.training().batches().unpersist(true);
    return (double) bytes / data.training().summary().samples();
  }
}
