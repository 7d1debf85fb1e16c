package org.sparkbackprop.data;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.data.scan.SplitSummary;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The rows of an input that are not used: a line of JSON a row, with its file, position, reason and
 * text. They pass through the driver, some thousand at a time.
 */
public final class Quarantine {

  /** The directory of an output that bad rows go to. */
  public static final String DIRECTORY = "quarantine";

  /** The file of bad rows in that directory. */
  public static final String FILE = "rows.jsonl";

  private static final int ROWS_AT_A_TIME = 5_000;

  /** Characters of a row that are kept; readers show at least as many. */
  private static final int MAX_TEXT = 1 << 14;

  private final RowSource source;
  private final RowValidator judge;
  private final InputScan scan;

  Quarantine(RowSource source, RowValidator judge, InputScan scan) {
    this.source = source;
    this.judge = judge;
    this.scan = scan;
  }

  /**
   * A row that is not used.
   *
   * @param position in its part, from 1
   * @param row its number among the rows of the part, from 0
   */
  private record BadRow(SplitId place, long position, long row, String reason, String text)
      implements java.io.Serializable {}

  /**
   * Writes them.
   *
   * @param directory that the file is written in
   * @param name of the file
   * @return their numbers among all rows, from 0, ascending
   */
  public long[] write(Storage directory, String name) {
    Map<SplitId, Long> positionsBefore = scan.positionsBefore();
    Map<SplitId, Long> rowsBefore = new HashMap<>();
    long rows = 0;
    for (SplitSummary part : scan.parts()) {
      rowsBefore.put(part.place(), rows);
      rows += part.rows();
    }
    LongStream.Builder numbers = LongStream.builder();
    try (OutputStream file = directory.create(name);
        Writer lines = new OutputStreamWriter(file, StandardCharsets.UTF_8)) {
      JavaRDD<RowReader> readers = source.readers();
      for (int partition : partitions()) {
        List<BadRow> some;
        long from = 0;
        do {
          some = badRows(readers, partition, from);
          for (BadRow bad : some) {
            long number = rowsBefore.get(bad.place()) + bad.row();
            lines.write(line(bad, positionsBefore.get(bad.place()), number));
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
    return scan.parts().stream()
        .filter(part -> part.faulty() > 0)
        .map(SplitSummary::partition)
        .distinct()
        .toList();
  }

  private String line(BadRow bad, long positionsBefore, long number) {
    Map<String, Object> fields = new LinkedHashMap<>();
    long position = positionsBefore + bad.position();
    fields.put("where", source.where(bad.place(), position));
    fields.put("file", bad.place().file());
    fields.put("position", position);
    fields.put("number", number);
    fields.put("reason", bad.reason());
    fields.put("row", bad.text());
    return Json.line(fields) + "\n";
  }

  private List<BadRow> badRows(JavaRDD<RowReader> readers, int partition, long from) {
    List<BadRow> found = new ArrayList<>();
    ClassTag<List<BadRow>> tag = scala.reflect.ClassTag$.MODULE$.apply(List.class);
    List<Object> one = List.of(partition);
    readers
        .rdd()
        .sparkContext()
        .runJob(
            readers.rdd(),
            new Find(judge, from),
            CollectionConverters.asScala(one).toSeq(),
            new Keep(found),
            tag);
    return found;
  }

  /** Collects the next bad rows of a partition, from one on. */
  private static final class Find
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<RowReader>, List<BadRow>>
      implements java.io.Serializable {

    private static final long serialVersionUID = 1;

    private final RowValidator judge;
    private final long from;

    Find(RowValidator judge, long from) {
      this.judge = judge;
      this.from = from;
    }

    @Override
    public List<BadRow> apply(TaskContext context, scala.collection.Iterator<RowReader> readers) {
      List<BadRow> found = new ArrayList<>();
      Iterator<RowReader> all = CollectionConverters.asJava(readers);
      long number = 0;
      while (all.hasNext() && found.size() < ROWS_AT_A_TIME) {
        RowReader reader = all.next();
        SplitId place = null;
        long row = 0;
        while (found.size() < ROWS_AT_A_TIME && reader.advance()) {
          row = reader.place().equals(place) ? row + 1 : 0;
          place = reader.place();
          String reason = judge.fault(reader);
          if (reason != null && number++ >= from) {
            found.add(new BadRow(place, reader.position(), row, reason, shortened(reader.text())));
          }
        }
      }
      return found;
    }

    private static String shortened(String text) {
      return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
  }

  private static final class Keep extends AbstractFunction2<Object, List<BadRow>, BoxedUnit> {

    private final List<BadRow> all;

    Keep(List<BadRow> all) {
      this.all = all;
    }

    @Override
    public BoxedUnit apply(Object partition, List<BadRow> found) {
      all.addAll(found);
      return BoxedUnit.UNIT;
    }
  }
}
