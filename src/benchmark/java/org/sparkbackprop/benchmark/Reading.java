package org.sparkbackprop.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.linalg.Precision;

/**
 * Reading MNIST as comma-separated text of 785 columns into the cache: ours (looked at, checked,
 * prepared, packed) and Spark's own (spark.read.csv with a given schema, VectorAssembler, persist),
 * in turn in one JVM on all cores. Seconds, medians of the rounds after two that warm up.
 */
final class Reading {

  private static final int PIXELS = 784;
  private static final int WARM_UP = 2;
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);

  private final SparkSession session;
  private final JavaSparkContext spark;

  private Reading(SparkSession session) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("reading");
    Path bytes = directory.resolve("bytes.csv");
    Path decimals = directory.resolve("decimals.csv");
    write(bytes, pixel -> Integer.toString(pixel));
    write(decimals, pixel -> pixel == 0 ? "0" : String.format(Locale.ROOT, "%.6f", pixel / 255.0));
    try (SparkSession session = SparkSession.builder().config(Workloads.spark()).getOrCreate()) {
      Reading reading = new Reading(session);
      System.out.printf("%-34s %10s %10s %8s%n", "60,000 × 785, seconds", "ours", "Spark", "ratio");
      reading.compare("whole numbers, 110 MB", bytes, Precision.DOUBLE);
      reading.compare("six decimals, kept as doubles", decimals, Precision.DOUBLE);
      reading.compare("six decimals, kept as floats", decimals, Precision.FLOAT);
    } finally {
      Files.delete(bytes);
      Files.delete(decimals);
      Files.delete(directory);
    }
  }

  private interface Form {
    String of(int pixel);
  }

  private static void write(Path file, Form form) throws IOException {
    byte[] images = Files.readAllBytes(Path.of("data/mnist/train-images-idx3-ubyte"));
    byte[] labels = Files.readAllBytes(Path.of("data/mnist/train-labels-idx1-ubyte"));
    String[] texts = IntStream.range(0, 256).mapToObj(form::of).toArray(String[]::new);
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      out.write("label");
      for (int j = 1; j <= PIXELS; j++) {
        out.write(",pixel" + j);
      }
      out.newLine();
      for (int i = 0; i < labels.length - 8; i++) {
        out.write(Integer.toString(labels[8 + i]));
        for (int j = 0; j < PIXELS; j++) {
          out.write(',');
          out.write(texts[images[16 + i * PIXELS + j] & 0xff]);
        }
        out.newLine();
      }
    }
  }

  private void compare(String name, Path file, Precision precision) {
    Figures figures = new Figures();
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      double ours = ours(file, precision);
      double sparks = sparks(file);
      if (round >= WARM_UP) {
        figures.add("ours", ours);
        figures.add("spark", sparks);
      }
    }
    double ours = figures.median("ours").orElseThrow();
    double sparks = figures.median("spark").orElseThrow();
    System.out.printf(
        Locale.ROOT, "%-34s %10.2f %10.2f %8.1f%n", name, ours, sparks, sparks / ours);
  }

  private double ours(Path file, Precision precision) {
    long begin = System.nanoTime();
    PreparedData data =
        Workloads.load(spark, Workloads.csv(file.toString()), OptionalInt.empty(), precision);
    double seconds = (System.nanoTime() - begin) * 1e-9;
    requireRows(data.training().summary().samples());
    data.training().batches().unpersist(true);
    return seconds;
  }

  private double sparks(Path file) {
    String[] pixels =
        IntStream.rangeClosed(1, PIXELS).mapToObj(j -> "pixel" + j).toArray(String[]::new);
    StructType schema = new StructType().add("label", "int");
    for (String pixel : pixels) {
      schema = schema.add(pixel, "double");
    }
    long begin = System.nanoTime();
    Dataset<Row> rows =
        session
            .read()
            .schema(schema)
            .option("header", true)
            .option("mode", "FAILFAST")
            .csv(file.toString());
    Dataset<Row> samples =
        new VectorAssembler()
            .setInputCols(pixels)
            .setOutputCol("features")
            .transform(rows)
            .select("label", "features")
            .persist(StorageLevel.MEMORY_AND_DISK());
    requireRows(samples.count());
    double seconds = (System.nanoTime() - begin) * 1e-9;
    samples.unpersist(true);
    return seconds;
  }

  private static void requireRows(long rows) {
    if (rows != 60_000) {
      throw new IllegalStateException(rows + " rows were read");
    }
  }
}
