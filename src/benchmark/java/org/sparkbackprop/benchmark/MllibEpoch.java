package org.sparkbackprop.benchmark;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerUnpersistRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.linalg.blas.BlasPreference;

/**
 * A full-batch epoch of 784-100-10 by MLlib's MultilayerPerceptronClassifier, which is double: the
 * difference of two trainings by gradient descent, which evaluates once an iteration, divided by
 * the difference of their iterations; the median of several such pairs. Argument: native (the
 * OpenBLAS of our jar) or java.
 */
final class MllibEpoch {

  private static final int SAMPLES = 60_000;
  private static final int FEATURES = 784;
  private static final int CLASSES = 10;
  private static final int[] LAYERS = {FEATURES, 100, CLASSES};
  private static final int FEW = 2;
  private static final int MANY = 22;
  private static final int PAIRS = 5;

  private MllibEpoch() {}

  public static void main(String[] arguments) throws IOException {
    String blas = arguments[0];
    if (blas.equals("native")) {
      BlasChoice.use(BlasPreference.BUNDLED); // MLlib then finds this library in the JVM
    } else {
      System.setProperty("dev.ludovic.netlib.blas.nativeLib", "none");
    }
    requireKernels(blas.equals("native") ? NativeBLAS.class : JavaBLAS.class);
    try (SparkSession session = SparkSession.builder().config(Workloads.spark()).getOrCreate()) {
      Stored stored = new Stored();
      session.sparkContext().addSparkListener(stored);
      Dataset<Row> samples = samples(session).cache();
      samples.count();
      secondsOf(samples, MANY);
      double[] epochs = new double[PAIRS];
      for (int pair = 0; pair < PAIRS; pair++) {
        double few = secondsOf(samples, FEW);
        epochs[pair] = (secondsOf(samples, MANY) - few) / (MANY - FEW);
      }
      Figures.print("mllib." + blas + ".epoch", Figures.median(epochs));
      Figures.print("cached.mllib", (double) stored.most() / SAMPLES);
    }
  }

  /** What MLlib multiplies with; without this a library that is not found would go unnoticed. */
  private static void requireKernels(Class<?> expected) {
    BLAS kernels = org.apache.spark.ml.linalg.BLAS$.MODULE$.nativeBLAS();
    if (!expected.isInstance(kernels)) {
      throw new IllegalStateException(
          "MLlib multiplies with %s, not with %s".formatted(kernels, expected));
    }
  }

  private static double secondsOf(Dataset<Row> samples, int iterations) {
    MultilayerPerceptronClassifier classifier =
        new MultilayerPerceptronClassifier()
            .setLayers(LAYERS)
            .setSolver("gd")
            .setStepSize(0.1)
            .setTol(0)
            .setSeed(1)
            .setMaxIter(iterations);
    long begin = System.nanoTime();
    classifier.fit(samples);
    return (System.nanoTime() - begin) * 1e-9;
  }

  private static Dataset<Row> samples(SparkSession session) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    int partitions = spark.defaultParallelism();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      numbers.add(i);
    }
    JavaRDD<Row> rows =
        spark
            .parallelize(numbers, partitions)
            .flatMap(partition -> rows(partition, SAMPLES / partitions));
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());
    return session.createDataFrame(rows, schema);
  }

  private static Iterator<Row> rows(int seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    return Collections.nCopies(count, 0).stream()
        .map(
            i ->
                RowFactory.create(
                    (double) random.nextInt(CLASSES),
                    Vectors.dense(random.doubles(FEATURES).toArray())))
        .iterator();
  }

  /** The most that cached RDDs took at once. */
  private static final class Stored extends SparkListener {

    private final Map<String, Long> blocks = new HashMap<>();
    private long most;

    @Override
    public synchronized void onBlockUpdated(SparkListenerBlockUpdated update) {
      var block = update.blockUpdatedInfo();
      if (block.blockId().isRDD()) {
        blocks.put(block.blockId().name(), block.memSize() + block.diskSize());
        most = Math.max(most, blocks.values().stream().mapToLong(size -> size).sum());
      }
    }

    @Override
    public synchronized void onUnpersistRDD(SparkListenerUnpersistRDD unpersisted) {
      blocks.keySet().removeIf(name -> name.startsWith("rdd_" + unpersisted.rddId() + "_"));
    }

    synchronized long most() {
      return most;
    }
  }
}
