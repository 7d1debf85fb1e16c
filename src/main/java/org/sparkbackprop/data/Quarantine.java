package org.sparkbackprop.data;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.data.scan.SplitSummary;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * The bad rows of an input, written as one line of JSON per row with its file, position, reason and
 * text. They pass through the driver a few thousand at a time.
 */
public final class Quarantine {

  /** The directory of an output for bad rows. */
  public static final String DIRECTORY = "quarantine";

  /** The file of bad rows in that directory. */
  public static final String FILE = "rows.jsonl";

  private static final int ROWS_AT_A_TIME = 5_000;

  /** Characters of a row that are kept; readers show at least as many. */
  private static final int MAX_TEXT = 1 << 14;

  private final RowValidator validator;
  private final InputScan scan;

  Quarantine(RowValidator validator, InputScan scan) {
    this.validator = validator;
    this.scan = scan;
  }

  /**
   * A row that is not used.
   *
   * @param position in its split, from 1
   * @param row its number among the rows of the split, from 0
   */
  private record BadRow(SplitId split, long position, long row, String reason, String text)
      implements Serializable {}

  /**
   * Writes the bad rows.
   *
   * @param directory for the file
   * @param name of the file
   * @return their numbers among all rows, from 0, ascending
   */
  public long[] write(Storage directory, String name) {
    Map<SplitId, Long> positionsBefore = scan.positionsBefore();
    Map<SplitId, Long> rowsBefore = new HashMap<>();
    long rows = 0;
    for (SplitSummary split : scan.splits()) {
      rowsBefore.put(split.id(), rows);
      rows += split.rows();
    }
    LongStream.Builder numbers = LongStream.builder();
    try (OutputStream file = directory.create(name);
        Writer lines = new OutputStreamWriter(file, StandardCharsets.UTF_8)) {
      JavaRDD<RowReader> readers = scan.source().readers();
      for (int partition : partitions()) {
        List<BadRow> some;
        long from = 0;
        do {
          some =
              readers.mapPartitions(new Find(validator, from))
                  .collectPartitions(new int[] {partition})[0];
          for (BadRow bad : some) {
            long number = rowsBefore.get(bad.split()) + bad.row();
            lines.write(line(bad, positionsBefore.get(bad.split()) + bad.position(), number));
            numbers.add(number);
          }
          from += some.size();
        } while (some.size() == ROWS_AT_A_TIME);
      }
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.FAILED,
          "cannot write %s/%s: %s".formatted(directory.location(), name, e.getMessage()),
          e);
    }
    return numbers.build().sorted().toArray();
  }

  private List<Integer> partitions() {
    return scan.splits().stream()
        .filter(split -> split.faulty() > 0)
        .map(SplitSummary::partition)
        .distinct()
        .toList();
  }

  private String line(BadRow bad, long position, long number) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("where", scan.source().where(bad.split(), position));
    fields.put("file", bad.split().file());
    fields.put("position", position);
    fields.put("number", number);
    fields.put("reason", bad.reason());
    fields.put("row", bad.text());
    return Json.line(fields) + "\n";
  }

  /** Collects the next bad rows of a partition, starting from the given one. */
  private record Find(RowValidator validator, long from)
      implements FlatMapFunction<Iterator<RowReader>, BadRow> {

    @Override
    public Iterator<BadRow> call(Iterator<RowReader> readers) {
      List<BadRow> found = new ArrayList<>();
      long number = 0;
      while (readers.hasNext() && found.size() < ROWS_AT_A_TIME) {
        RowReader reader = readers.next();
        SplitId split = null;
        long row = 0;
        while (found.size() < ROWS_AT_A_TIME && reader.advance()) {
          row = reader.split().equals(split) ? row + 1 : 0;
          split = reader.split();
          String reason = validator.fault(reader);
          if (reason != null && number++ >= from) {
            found.add(new BadRow(split, reader.position(), row, reason, shortened(reader.text())));
          }
        }
      }
      return found.iterator();
    }

    private static String shortened(String text) {
      return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
  }
}
