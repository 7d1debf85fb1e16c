package org.sparkbackprop.data;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.model.InputColumn;

/** Images and labels in two IDX files, plain or gzipped; every task reads its own range of them. */
final class IdxSource implements RowSource {

  private static final long BYTES_OF_A_PART = 32 << 20;

  private final JavaSparkContext spark;
  private final IdxFile images;
  private final Optional<IdxFile> labels;
  private final List<RowRange> ranges;

  private IdxSource(
      JavaSparkContext spark, IdxFile images, Optional<IdxFile> labels, List<RowRange> ranges) {
    this.spark = spark;
    this.images = images;
    this.labels = labels;
    this.ranges = ranges;
  }

  /** Reads both headers. */
  static IdxSource open(JavaSparkContext spark, InputSettings settings, Expectation need) {
    Configuration configuration = spark.hadoopConfiguration();
    IdxFile images = IdxFile.open(settings.path().orElseThrow(), configuration);
    long rows =
        InputFiles.isPacked(images.path(), configuration)
            ? images.records()
            : Math.max(1, BYTES_OF_A_PART / images.recordBytes());
    List<RowRange> ranges = RowRange.all(images.records(), rows);
    if (need.labels() == Expectation.Labels.IGNORED) {
      return new IdxSource(spark, images, Optional.empty(), ranges);
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
    return new IdxSource(spark, images, Optional.of(labels), ranges);
  }

  @Override
  public RowShape shape() {
    return new RowShape(
        List.of(InputColumn.vector("pixel", images.recordBytes())), RowShape.Form.DENSE);
  }

  @Override
  public JavaRDD<RowReader> readers() {
    return PartReaders.of(
        spark,
        ranges,
        RowRange.class,
        range -> List.of(),
        new Opening(images, labels.orElse(null), shape()));
  }

  @Override
  public Optional<RowSource> divided(int partitions, long rows) {
    return rows == images.records()
        ? Optional.of(new IdxSource(spark, images, labels, RowRange.even(partitions, rows)))
        : Optional.empty();
  }

  @Override
  public Place placeOf(long row) {
    return new Place(images.path(), row);
  }

  @Override
  public String where(Place place, long position) {
    return "%s, record %d".formatted(place.file(), position);
  }

  private record Opening(IdxFile images, IdxFile labels, RowShape shape)
      implements PartReaders.Opening<RowRange> {
    @Override
    public RowReader open(RowRange range, Configuration configuration) {
      return new IdxRowReader(images, labels, shape, range, configuration);
    }
  }
}
