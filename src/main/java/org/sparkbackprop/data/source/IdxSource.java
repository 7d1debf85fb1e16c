package org.sparkbackprop.data.source;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.InputSettings;

/**
 * Images and labels in two IDX files, plain or gzipped. Each task reads a range of rows.
 *
 * @param labels absent if they are ignored
 * @param labelColumn the position of the label in a record of labels
 * @param targets what the labels are
 */
record IdxSource(
    JavaSparkContext spark,
    IdxFile images,
    Optional<IdxFile> labels,
    int labelColumn,
    RowShape.Targets targets,
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
      return new IdxSource(spark, images, Optional.empty(), 0, RowShape.Targets.NONE, ranges);
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
    RowShape.Targets targets = RowShape.Targets.ofLabel(settings.target(), need.labels());
    return new IdxSource(spark, images, Optional.of(labels), column, targets, ranges);
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
    return new RowShape(List.of(InputColumn.vector("pixel", images.numbers())), RowShape.Form.DENSE)
        .with(targets);
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
            new IdxSource(
                spark, images, labels, labelColumn, targets, RowRange.even(partitions, rows)))
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

  /**
   * Opens a range of rows.
   *
   * @param labels null if they are ignored
   */
  record Opening(IdxFile images, IdxFile labels, int labelColumn, RowShape shape)
      implements SplitReaders.Opening<RowRange> {
    @Override
    public RowReader open(RowRange range, Configuration configuration) {
      return new Reader(this, range, configuration);
    }
  }

  /** Reads a range of the records of two IDX files side by side. */
  private static final class Reader extends RowReader {

    /** The labels of most files. */
    private static final String[] LABELS =
        IntStream.range(0, 256).mapToObj(Integer::toString).toArray(String[]::new);

    private final IdxFile images;
    private final IdxFile labels;
    private final int labelColumn;
    private final RowRange range;
    private final InputStream pixelInput;
    private final InputStream labelInput;
    private final byte[] pixels;
    private final ByteBuffer pixelBuffer;
    private final byte[] label;
    private final ByteBuffer labelBuffer;
    private long next;

    /** A reader; the end of the task closes it. */
    Reader(Opening opening, RowRange range, Configuration configuration) {
      super(opening.shape());
      this.images = opening.images();
      this.labels = opening.labels();
      this.labelColumn = opening.labelColumn();
      this.range = range;
      this.pixels = new byte[images.recordBytes()];
      this.pixelBuffer = ByteBuffer.wrap(pixels);
      this.label = new byte[labels == null ? 0 : labels.recordBytes()];
      this.labelBuffer = ByteBuffer.wrap(label);
      this.next = range.from();
      boolean empty = range.from() == range.until();
      this.pixelInput =
          empty ? InputStream.nullInputStream() : images.from(range.from(), configuration);
      this.labelInput =
          empty || labels == null
              ? InputStream.nullInputStream()
              : labels.from(range.from(), configuration);
      LineRowReader.closeAfterTask(pixelInput);
      LineRowReader.closeAfterTask(labelInput);
    }

    @Override
    protected boolean read() {
      if (next == range.until()) {
        return false;
      }
      images.readRecord(pixelInput, next, pixels);
      double[] numbers = row().numbers();
      images.type().read(pixels, pixelBuffer, numbers);
      if (images.type().isFloating()) {
        requireFinite(numbers);
      }
      if (labels != null) {
        labels.readRecord(labelInput, next, label);
        target(label());
      }
      next++;
      if (next == images.records()) {
        images.requireEnd(pixelInput);
        if (labels != null) {
          labels.requireEnd(labelInput);
        }
      }
      return true;
    }

    private String label() {
      IdxType type = labels.type();
      if (type == IdxType.UNSIGNED_BYTE) {
        return LABELS[label[labelColumn] & 0xff];
      }
      String name = type.name(labelBuffer, labelColumn);
      if (name.equals("NaN") || name.endsWith("Infinity")) {
        fault("the label %s is not a finite number".formatted(name));
      }
      return name;
    }

    private void requireFinite(double[] numbers) {
      double sum = 0;
      for (double number : numbers) {
        sum += 0 * number; // NaN for infinite and NaN
      }
      for (int i = 0; Double.isNaN(sum) && i < numbers.length; i++) {
        if (!Double.isFinite(numbers[i])) {
          fault("pixel%s: %s is not a finite number".formatted(i + 1, numbers[i]));
        }
      }
    }

    @Override
    public SplitId split() {
      return new SplitId(images.path(), range.from());
    }

    @Override
    public long position() {
      return next - range.from();
    }

    @Override
    public String text() {
      return "label " + row().label();
    }
  }
}
