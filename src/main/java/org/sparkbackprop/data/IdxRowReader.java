package org.sparkbackprop.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** Reads a range of the records of two IDX files side by side. */
final class IdxRowReader extends RowReader {

  /** Names of the labels that most files have. */
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
   * A reader that the end of the task closes.
   *
   * @param labels null where they are not looked at
   * @param labelColumn which of a record's labels counts, from 0
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
    if (TaskContext.get() != null) {
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close());
    }
  }

  private void close() {
    try {
      pixelInput.close();
      labelInput.close();
    } catch (IOException readAlready) {
      // What was wanted of the files has been read.
    }
  }

  @Override
  boolean read() {
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
      sum += 0 * number; // 0, but for what is infinite or none
    }
    for (int i = 0; Double.isNaN(sum) && i < numbers.length; i++) {
      if (!Double.isFinite(numbers[i])) {
        fault("pixel%s: %s is not a finite number".formatted(i + 1, numbers[i]));
      }
    }
  }

  @Override
  Place place() {
    return new Place(images.path(), range.from());
  }

  @Override
  long position() {
    return next - range.from();
  }

  @Override
  String text() {
    return "label " + row().label();
  }
}
