package org.sparkbackprop.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.sparkbackprop.storage.StorageException;

/** Images and labels in two IDX files, plain or gzipped; every task reads its own range of them. */
final class IdxSource implements SampleSource {

  private final JavaSparkContext spark;
  private final IdxFile images;
  private final Optional<IdxFile> labels;
  private final NavigableMap<String, Long> labelCounts;

  private IdxSource(
      JavaSparkContext spark,
      IdxFile images,
      Optional<IdxFile> labels,
      NavigableMap<String, Long> labelCounts) {
    this.spark = spark;
    this.images = images;
    this.labels = labels;
    this.labelCounts = labelCounts;
  }

  /** Reads both headers and counts the labels. */
  static IdxSource open(JavaSparkContext spark, InputSettings settings, Expectation need) {
    Configuration configuration = spark.hadoopConfiguration();
    IdxFile images = IdxFile.open(settings.path().orElseThrow(), configuration);

    if (need.labels() == Expectation.Labels.IGNORED) {
      return new IdxSource(spark, images, Optional.empty(), new TreeMap<>());
    }
    if (settings.labels().isEmpty()) {
      throw new DataException(images.path() + " needs labels: name their file by input.labels");
    }
    IdxFile labels = IdxFile.open(settings.labels().get(), configuration);
    if (labels.recordBytes() != 1 || labels.records() != images.records()) {
      throw new DataException(
          "%s has %d labels of %d bytes for the %d images of %s; one byte an image is needed"
              .formatted(
                  labels.path(),
                  labels.records(),
                  labels.recordBytes(),
                  images.records(),
                  images.path()));
    }
    return new IdxSource(spark, images, Optional.of(labels), count(labels, configuration));
  }

  private static NavigableMap<String, Long> count(IdxFile labels, Configuration configuration) {
    NavigableMap<String, Long> counts = new TreeMap<>();
    try (InputStream input = labels.from(0, configuration)) {
      byte[] label = new byte[1];
      for (int i = 0; i < labels.records(); i++) {
        labels.readRecord(input, i, label);
        counts.merge(Integer.toString(Byte.toUnsignedInt(label[0])), 1L, Long::sum);
      }
      labels.requireEnd(input);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.FAILED,
          "cannot read %s: %s".formatted(labels.path(), e.getMessage()),
          e);
    }
    return counts;
  }

  @Override
  public List<String> featureNames() {
    return IntStream.rangeClosed(1, images.recordBytes()).mapToObj(p -> "pixel" + p).toList();
  }

  @Override
  public Features features() {
    return Features.BYTES;
  }

  @Override
  public long samples() {
    return images.records();
  }

  @Override
  public NavigableMap<String, Long> labelCounts() {
    return labelCounts;
  }

  @Override
  public JavaRDD<Sample> read(int partitions) {
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    List<Integer> indices = new ArrayList<>(IntStream.range(0, partitions).boxed().toList());
    return spark
        .parallelize(indices, partitions)
        .mapPartitions(new ReadRange(images, labels.orElse(null), partitions, configuration));
  }

  private record ReadRange(
      IdxFile images,
      IdxFile labels,
      int partitions,
      Broadcast<SerializableConfiguration> configuration)
      implements FlatMapFunction<Iterator<Integer>, Sample> {

    @Override
    public Iterator<Sample> call(Iterator<Integer> partition) {
      IndexRange range = IndexRange.of(partition.next(), partitions, images.records());
      return new Images(images, labels, range, configuration.value().value());
    }
  }

  private static final class Images implements Iterator<Sample> {

    private final IdxFile images;
    private final IdxFile labels;
    private final IndexRange range;
    private final InputStream pixelInput;
    private final InputStream labelInput;
    private final byte[] pixels;
    private final byte[] label = new byte[1];
    private long next;

    Images(IdxFile images, IdxFile labels, IndexRange range, Configuration configuration) {
      this.images = images;
      this.labels = labels;
      this.range = range;
      this.pixelInput = images.from(range.from(), configuration);
      this.labelInput =
          labels == null ? InputStream.nullInputStream() : labels.from(range.from(), configuration);
      this.pixels = new byte[images.recordBytes()];
      this.next = range.from();
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close());
    }

    @Override
    public boolean hasNext() {
      return next < range.until();
    }

    @Override
    public Sample next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      images.readRecord(pixelInput, next, pixels);
      double[] features = new double[pixels.length];
      for (int i = 0; i < features.length; i++) {
        features[i] = Byte.toUnsignedInt(pixels[i]);
      }
      String name = null;
      if (labels != null) {
        labels.readRecord(labelInput, next, label);
        name = Integer.toString(Byte.toUnsignedInt(label[0]));
      }
      next++;
      if (next == images.records()) {
        images.requireEnd(pixelInput);
      }
      return new Sample(Vectors.dense(features), name);
    }

    private void close() {
      try {
        pixelInput.close();
        labelInput.close();
      } catch (IOException readAlready) {
        // What was wanted of the files has been read.
      }
    }
  }
}
