package org.sparkbackprop.data.scan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.model.InputColumn;

/**
 * Finds columns that number the rows: they count them, like an index written by a program, or have
 * a different whole number in every row, like a key. A network that sees such a column learns the
 * order of its rows, which says nothing about others.
 *
 * <p>The first rows of the input rule out nearly all columns. Only the others take a pass over all
 * rows. Its answers are exact, or all but certain: a permutation of consecutive numbers is
 * recognised by a sum of 64-bit hashes. If neither the order nor that sum decides, the numbers are
 * compared one by one, unless there are too many.
 */
public final class IndexColumns {

  /** In fewer rows, whole numbers may well differ by chance. */
  static final int FEWEST_ROWS = 20;

  private static final int FIRST_ROWS = 10_000;

  /** The most numbers that are compared one by one. */
  private static final int MAX_NUMBERS = 1_000_000;

  /** Different numbers have different hashes. */
  private static final CounterRandom HASHES = new CounterRandom(0, 0);

  private IndexColumns() {}

  /** The columns that number the good rows, by name in order, each with a phrase on how it does. */
  public static Map<String, String> of(RowValidator validator, InputScan scan) {
    RowSource source = scan.source();
    RowShape shape = source.shape();
    if (scan.used() < FEWEST_ROWS || shape.form() == RowShape.Form.SPARSE) {
      return Map.of();
    }
    int[] places = places(shape);
    Look first = new Look(validator, places, FIRST_ROWS, FIRST_ROWS);
    int partition =
        scan.splits().stream().filter(p -> p.used() > 0).findFirst().orElseThrow().partition();
    List<Part> begin =
        source.readers().mapPartitions(first).collectPartitions(new int[] {partition})[0];
    int[] left =
        Arrays.stream(places)
            .filter(place -> columns(place, begin).stream().allMatch(column -> column.whole))
            .toArray();
    if (left.length == 0) {
      return Map.of();
    }
    List<Part> parts = begin;
    if (rows(begin) < scan.used()) {
      int kept = scan.used() * left.length <= MAX_NUMBERS ? MAX_NUMBERS : 0;
      Look all = new Look(validator, left, Long.MAX_VALUE, kept);
      parts =
          source.readers().mapPartitions(all).collect().stream()
              .sorted(Comparator.comparing(Part::split))
              .toList();
    }
    String differs =
        String.format(
            Locale.ROOT, "has a different whole number in each of the %,d rows", scan.used());
    Map<String, String> found = new LinkedHashMap<>();
    for (int place : left) {
      List<Column> columns = columns(place, parts);
      if (columns.stream().allMatch(column -> column.whole)) {
        if (countsRows(columns, parts)) {
          found.put(shape.nameOfNumber(place), "counts the rows");
        } else if (areDifferent(columns)) {
          found.put(shape.nameOfNumber(place), differs);
        }
      }
    }
    return found;
  }

  /** The numbers of number columns: those of a vector, such as pixels, are not an index. */
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

  /** Whether a column counts all rows, or those of each file. */
  private static boolean countsRows(List<Column> columns, List<Part> parts) {
    Column before = null;
    String file = "";
    long start = columns.get(0).first;
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.rows > 0) {
        boolean another = !parts.get(i).split().file().equals(file);
        boolean continues = before != null && column.first == before.last + 1;
        boolean restarts = another && column.first == start;
        if (!column.successive || (before != null && !continues && !restarts)) {
          return false;
        }
        before = column;
        file = parts.get(i).split().file();
      }
    }
    return true;
  }

  private static boolean areDifferent(List<Column> columns) {
    List<Column> filled = columns.stream().filter(column -> column.rows > 0).toList();
    return ascend(filled) || areSuccessive(filled) || differOneByOne(filled);
  }

  /** Whether the numbers ascend in each split and from split to split. */
  private static boolean ascend(List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      boolean behind = i == 0 || columns.get(i).first > columns.get(i - 1).last;
      if (!columns.get(i).ascending || !behind) {
        return false;
      }
    }
    return true;
  }

  /** Whether the numbers are all those from the smallest to the largest, by the sum of hashes. */
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

  /** The columns of a split. */
  private record Part(SplitId split, long rows, List<Column> columns) implements Serializable {}

  /** A column of a split, as long as it may number rows. */
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

    /** The numbers of the first rows, which rule out most columns. */
    private transient Set<Long> seen = new HashSet<>();

    Column(int place) {
      this.place = place;
    }

    /** Adds the number of the next row; one that cannot number rows ends {@code whole}. */
    void add(double number, int max) {
      long whole = (long) number;
      if (whole != number
          || Math.abs(whole) >= 1L << 53
          || (rows < FIRST_ROWS && !seen.add(whole))) {
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
   * Looks at the columns of each split.
   *
   * @param places of the numbers to look at
   * @param maxRows to read of a partition
   * @param kept the most numbers of a column that are kept
   */
  private record Look(RowValidator validator, int[] places, long maxRows, int kept)
      implements FlatMapFunction<Iterator<RowReader>, Part> {

    @Override
    public Iterator<Part> call(Iterator<RowReader> readers) {
      List<Part> parts = new ArrayList<>();
      long rows = 0;
      while (readers.hasNext() && rows < maxRows) {
        RowReader reader = readers.next();
        SplitId split = null;
        List<Column> columns = List.of();
        long begin = rows;
        boolean any = true;
        while (any && rows < maxRows && reader.advance()) {
          if (!reader.split().equals(split)) {
            end(split, rows - begin, columns, parts);
            split = reader.split();
            begin = rows;
            columns = Arrays.stream(places).mapToObj(Column::new).toList();
          }
          if (validator.fault(reader) == null) {
            any = add(reader.row().numbers(), columns);
            rows++;
          }
        }
        end(split, rows - begin, columns, parts);
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

    private static void end(SplitId split, long rows, List<Column> columns, List<Part> parts) {
      if (split != null) {
        columns.forEach(Column::end);
        parts.add(new Part(split, rows, columns));
      }
    }
  }
}
