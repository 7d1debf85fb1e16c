package org.sparkbackprop.data.source;

import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.source.text.LineRowReader;

/** Reads a range of the records of two IDX files side by side. */
public final class IdxRowReader extends RowReader {

  /** The labels of most files. */
  private static final String[] LABELS = new String[256];

  static {
    for (int i = 0; i < LABELS.length; i++) {
      LABELS[i] = Integer.toString(i);
    }
  }

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

  /**
   * A reader; the end of the task closes it.
   *
   * @param labels null if they are ignored
   * @param labelColumn the position of the label in a record of labels
   */
  IdxRowReader(
      IdxFile images,
      IdxFile labels,
      int labelColumn,
      RowShape shape,
      RowRange range,
      Configuration configuration) {
    super(shape);
    this.images = images;
    this.labels = labels;
    this.range = range;
    this.labelColumn = labelColumn;
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
      row().label(label());
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
