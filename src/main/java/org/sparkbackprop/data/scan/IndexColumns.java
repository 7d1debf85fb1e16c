package org.sparkbackprop.data.scan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.model.InputColumn;

/**
 * Finds columns that number the rows: they count them, as an index does that a program wrote beside
 * the data, or have a different whole number in every row, as a key has. A network that sees one
 * learns the order of its rows, which says nothing of others.
 *
 * <p>The first rows of the input rule out nearly all columns. Only what is left takes a pass over
 * all rows, in which every answer is exact, or all but certain: that a column is a permutation of
 * successive numbers is seen by a sum of 64-bit hashes. Where neither order nor that sum tells, the
 * numbers are compared one by one, as long as they are few.
 */
public final class IndexColumns {

  /** Of fewer rows, whole numbers may well differ by chance. */
  static final int FEWEST_ROWS = 20;

  private static final int FIRST_ROWS = 10_000;

  /** So many numbers are compared one by one at most. */
  private static final int MAX_NUMBERS = 1_000_000;

  /** A hash of each number, of which different numbers have different ones. */
  private static final CounterRandom HASHES = new CounterRandom(0, 0);

  /** What a column does. */
  public enum Kind {
    /** It counts the rows, or those of every file. */
    COUNTS,
    /** It has a different whole number in every row. */
    DIFFERS
  }

  /**
   * A column that numbers the rows.
   *
   * @param name of the column
   */
  public record Found(String name, Kind kind) {}

  private IndexColumns() {}

  /** The columns of numbers that number the good rows. */
  public static List<Found> of(RowSource source, RowValidator judge, InputScan scan) {
    RowShape shape = source.shape();
    if (scan.used() < FEWEST_ROWS || shape.form() == RowShape.Form.SPARSE) {
      return List.of();
    }
    int[] all = places(shape);
    Look first = new Look(judge, all, FIRST_ROWS, FIRST_ROWS);
    int partition =
        scan.parts().stream().filter(p -> p.used() > 0).findFirst().orElseThrow().partition();
    List<Part> begin = looked(source.readers(), first, partition);
    int[] left =
        Arrays.stream(all)
            .filter(place -> columns(place, begin).stream().allMatch(column -> column.whole))
            .toArray();
    if (left.length == 0) {
      return List.of();
    }
    List<Part> parts = begin;
    if (rows(begin) < scan.used()) {
      int kept = scan.used() * left.length <= MAX_NUMBERS ? MAX_NUMBERS : 0;
      parts =
          new ArrayList<>(
              source
                  .readers()
                  .mapPartitions(new Look(judge, left, Long.MAX_VALUE, kept))
                  .collect());
      parts.sort((a, b) -> a.place().compareTo(b.place()));
    }
    List<Found> found = new ArrayList<>();
    for (int place : left) {
      add(shape.nameOfNumber(place), columns(place, parts), parts, found);
    }
    return found;
  }

  private static void add(String name, List<Column> columns, List<Part> parts, List<Found> found) {
    if (columns.stream().anyMatch(column -> !column.whole)) {
      return;
    }
    if (countsRows(columns, parts)) {
      found.add(new Found(name, Kind.COUNTS));
    } else if (areDifferent(columns)) {
      found.add(new Found(name, Kind.DIFFERS));
    }
  }

  /** Only columns of single numbers: pixels and the like are no index. */
  private static int[] places(RowShape shape) {
    int[] places = new int[shape.numbers()];
    int count = 0;
    int place = 0;
    for (InputColumn column : shape.columns()) {
      if (column.kind() == InputColumn.Kind.NUMBER) {
        places[count++] = place;
      }
      place += RowShape.isCategory(column) ? 0 : column.size();
    }
    return Arrays.copyOf(places, count);
  }

  private static long rows(List<Part> parts) {
    return parts.stream().mapToLong(Part::rows).sum();
  }

  private static List<Column> columns(int place, List<Part> parts) {
    return parts.stream()
        .flatMap(part -> part.columns().stream())
        .filter(column -> column.place == place)
        .toList();
  }

  private static boolean countsRows(List<Column> columns, List<Part> parts) {
    Column before = null;
    String file = "";
    long start = columns.get(0).first;
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.rows > 0) {
        boolean another = !parts.get(i).place().file().equals(file);
        boolean continues = before != null && column.first == before.last + 1;
        boolean restarts = another && column.first == start;
        if (!column.successive || (before != null && !continues && !restarts)) {
          return false;
        }
        before = column;
        file = parts.get(i).place().file();
      }
    }
    return true;
  }

  private static boolean areDifferent(List<Column> columns) {
    List<Column> filled = columns.stream().filter(column -> column.rows > 0).toList();
    return ascend(filled) || areSuccessive(filled) || differOneByOne(filled);
  }

  /** Those of each part ascend, and so do the parts. */
  private static boolean ascend(List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      boolean behind = i == 0 || columns.get(i).first > columns.get(i - 1).last;
      if (!columns.get(i).ascending || !behind) {
        return false;
      }
    }
    return true;
  }

  /** As many as there are from the least to the largest, and the same sum of hashes. */
  private static boolean areSuccessive(List<Column> columns) {
    long min = columns.stream().mapToLong(column -> column.min).min().orElse(0);
    long max = columns.stream().mapToLong(column -> column.max).max().orElse(0);
    long rows = columns.stream().mapToLong(column -> column.rows).sum();
    if (max - min != rows - 1) {
      return false;
    }
    long hash = 0;
    for (long number = min; number <= max; number++) {
      hash += HASHES.bits(number);
    }
    return hash == columns.stream().mapToLong(column -> column.hash).sum();
  }

  private static boolean differOneByOne(List<Column> columns) {
    if (columns.stream().anyMatch(column -> column.kept.length != column.rows)) {
      return false;
    }
    long[] all = columns.stream().flatMapToLong(column -> Arrays.stream(column.kept)).toArray();
    Arrays.sort(all);
    for (int i = 1; i < all.length; i++) {
      if (all[i] == all[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private static List<Part> looked(JavaRDD<RowReader> readers, Look look, int partition) {
    return List.of(readers.mapPartitions(look).collectPartitions(new int[] {partition})[0]).stream()
        .flatMap(List::stream)
        .toList();
  }

  /** What a part has. */
  private record Part(SplitId place, long rows, List<Column> columns) implements Serializable {}

  /** A column of a part, as long as it may number rows. */
  private static final class Column implements Serializable {

    private static final long serialVersionUID = 1;

    private final int place;
    private long rows;
    private boolean whole = true;
    private boolean ascending = true;
    private boolean successive = true;
    private long first;
    private long last;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;
    private long hash;
    private long[] kept = new long[0];

    /** Those of the first rows, by which most columns are ruled out. */
    private transient Set<Long> seen = new HashSet<>();

    Column(int place) {
      this.place = place;
    }

    /** Adds the number of the next row; no longer whole where it can number none. */
    void add(double number, int max) {
      long whole = (long) number;
      if (whole != number || Math.abs(whole) >= 1L << 53) {
        this.whole = false;
        return;
      }
      if (rows < FIRST_ROWS && !seen.add(whole)) {
        this.whole = false;
        return;
      }
      first = rows == 0 ? whole : first;
      ascending &= rows == 0 || whole > last;
      successive &= rows == 0 || whole == last + 1;
      min = Math.min(min, whole);
      this.max = Math.max(this.max, whole);
      hash += HASHES.bits(whole);
      if (rows < max) {
        if (rows == kept.length) {
          kept = Arrays.copyOf(kept, (int) Math.min(max, Math.max(64, 2 * rows)));
        }
        kept[(int) rows] = whole;
      }
      last = whole;
      rows++;
    }

    void end() {
      seen = null;
      kept = Arrays.copyOf(kept, (int) Math.min(rows, kept.length));
    }
  }

  /**
   * Looks at rows of each part.
   *
   * @param places of the numbers that are looked at
   * @param maxRows of all parts of a partition
   * @param kept numbers of a column that are kept at most
   */
  private record Look(RowValidator judge, int[] places, long maxRows, int kept)
      implements FlatMapFunction<Iterator<RowReader>, Part> {

    @Override
    public Iterator<Part> call(Iterator<RowReader> readers) {
      List<Part> parts = new ArrayList<>();
      long rows = 0;
      while (readers.hasNext() && rows < maxRows) {
        RowReader reader = readers.next();
        SplitId place = null;
        List<Column> columns = List.of();
        long begin = rows;
        boolean any = true;
        while (any && rows < maxRows && reader.advance()) {
          if (!reader.place().equals(place)) {
            end(place, rows - begin, columns, parts);
            place = reader.place();
            begin = rows;
            columns = Arrays.stream(places).mapToObj(Column::new).toList();
          }
          if (judge.fault(reader) == null) {
            any = add(reader.row().numbers(), columns);
            rows++;
          }
        }
        end(place, rows - begin, columns, parts);
      }
      return parts.iterator();
    }

    /** Whether there are columns left. */
    private boolean add(double[] numbers, List<Column> columns) {
      boolean any = false;
      for (Column column : columns) {
        if (column.whole) {
          column.add(numbers[column.place], kept);
          any |= column.whole;
        }
      }
      return any;
    }

    private static void end(SplitId place, long rows, List<Column> columns, List<Part> parts) {
      if (place != null) {
        columns.forEach(Column::end);
        parts.add(new Part(place, rows, columns));
      }
    }
  }
}
