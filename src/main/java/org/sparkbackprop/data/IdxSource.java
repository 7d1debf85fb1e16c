package org.sparkbackprop.data;

import java.util.List;
import java.util.Locale;
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
  private final int labelColumn;
  private final List<RowRange> ranges;

  private IdxSource(
      JavaSparkContext spark,
      IdxFile images,
      Optional<IdxFile> labels,
      int labelColumn,
      List<RowRange> ranges) {
    this.spark = spark;
    this.images = images;
    this.labels = labels;
    this.labelColumn = labelColumn;
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
      return new IdxSource(spark, images, Optional.empty(), 0, ranges);
    }
    if (settings.labels().isEmpty()) {
      throw new DataException(images.path() + " needs labels: name their file by input.labels");
    }
    IdxFile labels = IdxFile.open(settings.labels().get(), configuration);
    if (labels.records() != images.records()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s has %,d labels for the %,d images of %s",
              labels.path(),
              labels.records(),
              images.records(),
              images.path()));
    }
    int column = labelColumn(labels, settings.columns().label());
    return new IdxSource(spark, images, Optional.of(labels), column, ranges);
  }

  /** Which of a record's labels counts, if it has more than one. */
  private static int labelColumn(IdxFile labels, String wanted) {
    int numbers = labels.numbers();
    if (numbers == 1) {
      return 0;
    }
    return TableColumns.position(wanted, numbers)
        .orElseThrow(
            () ->
                new DataException(
                    String.format(
                        Locale.ROOT,
                        "%s has %,d numbers for each image; input.label says which of them is the label,"
                            + " by its position from 0 to %d (QMNIST's class is 0), and is '%s'",
                        labels.path(),
                        numbers,
                        numbers - 1,
                        Excerpt.of(wanted))));
  }

  /** Pixels that are bytes mean shares of 255. */
  @Override
  public double divisor() {
    return images.type() == IdxType.UNSIGNED_BYTE ? 255 : 1;
  }

  @Override
  public RowShape shape() {
    return new RowShape(
        List.of(InputColumn.vector("pixel", images.numbers())), RowShape.Form.DENSE);
  }

  @Override
  public JavaRDD<RowReader> readers() {
    return PartReaders.of(
        spark,
        ranges,
        RowRange.class,
        range -> List.of(),
        new Opening(images, labels.orElse(null), labelColumn, shape()));
  }

  @Override
  public Optional<RowSource> divided(int partitions, long rows) {
    return rows == images.records()
        ? Optional.of(
            new IdxSource(spark, images, labels, labelColumn, RowRange.even(partitions, rows)))
        : Optional.empty();
  }

  @Override
  public Place placeOf(long row) {
    return new Place(images.path(), row);
  }

  @Override
  public String where(Place place, long position) {
    return "%s, record %s".formatted(place.file(), position);
  }

  private record Opening(IdxFile images, IdxFile labels, int labelColumn, RowShape shape)
      implements PartReaders.Opening<RowRange> {
    @Override
    public RowReader open(RowRange range, Configuration configuration) {
      return new IdxRowReader(images, labels, labelColumn, shape, range, configuration);
    }
  }
}
