package org.sparkbackprop.data;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** Reads a range of the records of two IDX files side by side. */
final class IdxRowReader extends RowReader {

  private static final String[] LABELS = new String[256];

  static {
    for (int i = 0; i < LABELS.length; i++) {
      LABELS[i] = Integer.toString(i);
    }
  }

  private final IdxFile images;
  private final IdxFile labels;
  private final RowRange range;
  private final InputStream pixelInput;
  private final InputStream labelInput;
  private final byte[] pixels;
  private final byte[] label = new byte[1];
  private long next;

  /**
   * A reader that the end of the task closes.
   *
   * @param labels null where they are not looked at
   */
  IdxRowReader(
      IdxFile images, IdxFile labels, RowShape shape, RowRange range, Configuration configuration) {
    super(shape);
    this.images = images;
    this.labels = labels;
    this.range = range;
    this.pixels = new byte[images.recordBytes()];
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
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = pixels[i] & 0xff;
    }
    if (labels != null) {
      labels.readRecord(labelInput, next, label);
      row().label(LABELS[label[0] & 0xff]);
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
