package org.sparkbackprop.data.source;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.rows.SplitReaders;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.InputSettings;

/**
 * Images and labels in two IDX files, plain or gzipped. Each task reads a range of rows.
 *
 * @param labels absent if they are ignored
 * @param labelColumn the position of the label in a record of labels
 */
record IdxSource(
    JavaSparkContext spark,
    IdxFile images,
    Optional<IdxFile> labels,
    int labelColumn,
    List<RowRange> ranges)
    implements RowSource {

  private static final long SPLIT_BYTES = 32 << 20;

  /** Reads both headers. */
  static IdxSource open(JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
    Configuration configuration = spark.hadoopConfiguration();
    IdxFile images = IdxFile.open(settings.path().orElseThrow(), configuration);
    long rows =
        InputFiles.isPacked(images.path(), configuration)
            ? images.records()
            : Math.max(1, SPLIT_BYTES / images.recordBytes());
    List<RowRange> ranges = RowRange.all(images.records(), rows);
    if (need.labels() == RequiredColumns.Labels.IGNORED) {
      return new IdxSource(spark, images, Optional.empty(), 0, ranges);
    }
    if (settings.labels().isEmpty()) {
      throw new DataException(images.path() + " needs labels; name their file by input.labels");
    }
    IdxFile labels = IdxFile.open(settings.labels().get(), configuration);
    if (labels.records() != images.records()) {
      throw new DataException(
          "%s has %s labels for the %s images of %s"
              .formatted(labels.path(), labels.records(), images.records(), images.path()));
    }
    int column = labelColumn(labels, settings.columns().label());
    return new IdxSource(spark, images, Optional.of(labels), column, ranges);
  }

  /** The position of the label in a record, which may have several numbers. */
  private static int labelColumn(IdxFile labels, String wanted) {
    int numbers = labels.numbers();
    if (numbers == 1) {
      return 0;
    }
    return TableColumns.position(wanted, numbers)
        .orElseThrow(
            () ->
                new DataException(
                    "%s has %s numbers per image; set input.label to the position of the label, from 0"
                            .formatted(labels.path(), numbers)
                        + " to %s (0 is the class in QMNIST), instead of '%s'"
                            .formatted(numbers - 1, Excerpt.of(wanted))));
  }

  /** Pixels that are bytes are divided by 255. */
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
    return SplitReaders.of(
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
  public SplitId splitAt(long row) {
    return new SplitId(images.path(), row);
  }

  @Override
  public String where(SplitId place, long position) {
    return "%s, record %s".formatted(place.file(), position);
  }

  private record Opening(IdxFile images, IdxFile labels, int labelColumn, RowShape shape)
      implements SplitReaders.Opening<RowRange> {
    @Override
    public RowReader open(RowRange range, Configuration configuration) {
      return new IdxRowReader(images, labels, labelColumn, shape, range, configuration);
    }
  }
}
