package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.sparkbackprop.linalg.CounterRandom;
import scala.Tuple2;

/**
 * Finds out, in a pass before all others, where the rows of each part stand in their file, and
 * which u of {@link HoldOut} hold out the shares of each class exactly. A class of a file with more
 * rows than are kept has the shares themselves for its limits: chance is small there.
 *
 * <p>One file has round(share · n) rows of a class of n, but never all of them. Of several files
 * each has its own numbers, ⌊share · n + ρ⌋ with a ρ that depends on its name, so that its rows
 * keep their part whatever other files there are.
 *
 * @param judge of rows, as in the passes that follow
 * @param rule by position or by row
 * @param asked which shares
 * @param files how many there are
 */
record ClassShares(
    RowJudge judge, HoldOutRule rule, HoldOutShares asked, FileNames names, int files)
    implements Serializable {

  /** Rows of a class of a file whose u are kept at most. */
  private static final int MOST_ROWS = 1 << 14;

  /** The same of all classes of a file. */
  private static final int MOST_ROWS_OF_ALL = 1 << 21;

  /** More are not classes, as the pass that comes next will say. */
  private static final int MOST_CLASSES = 1 << 17;

  /** More files have the shares themselves for all their classes. */
  private static final int MOST_FILES = 4096;

  /** What has to be known of each file. */
  static Map<String, FileShares> of(
      RowSource source, RowJudge judge, HoldOutRule rule, HoldOutShares asked) {
    List<String> files = source.paths();
    ClassShares shares = new ClassShares(judge, rule, asked, FileNames.of(files), files.size());
    Map<String, FileShares> found = new HashMap<>();
    source
        .readers()
        .mapPartitionsToPair(new Counting(shares))
        .reduceByKey(new Joining())
        .map(new Dividing(shares))
        .collect()
        .forEach(file -> found.put(file._1(), file._2()));
    return found;
  }

  private static int mostRows(int classes) {
    return Math.min(MOST_ROWS, MOST_ROWS_OF_ALL / Math.max(1, classes));
  }

  /**
   * Rows of a class.
   *
   * @param rows how many there are
   * @param drawn what their u are made of, by the starts of parts; null if there are too many
   */
  private record ClassCount(long rows, Map<Long, long[]> drawn) implements Serializable {

    ClassCount plus(ClassCount other) {
      if (drawn == null || other.drawn == null || rows + other.rows > MOST_ROWS) {
        return new ClassCount(rows + other.rows, null);
      }
      Map<Long, long[]> all = new HashMap<>(drawn);
      all.putAll(other.drawn);
      return new ClassCount(rows + other.rows, all);
    }
  }

  /**
   * Rows of a file.
   *
   * @param rows good ones, by the starts of parts
   * @param classes the same by class
   */
  private record FileCount(TreeMap<Long, Long> rows, Map<String, ClassCount> classes)
      implements Serializable {

    FileCount plus(FileCount other) {
      TreeMap<Long, Long> allRows = new TreeMap<>(rows);
      allRows.putAll(other.rows);
      Map<String, ClassCount> all = new HashMap<>(classes);
      other.classes.forEach((name, count) -> all.merge(name, count, ClassCount::plus));
      return new FileCount(allRows, all).bounded();
    }

    /** The same without the u of classes that are too large among so many. */
    FileCount bounded() {
      int most = mostRows(classes.size());
      Map<String, ClassCount> kept = new HashMap<>();
      classes.forEach(
          (name, count) ->
              kept.put(name, count.rows > most ? new ClassCount(count.rows, null) : count));
      return new FileCount(rows, kept);
    }
  }

  /** Counts the rows of parts. */
  private record Counting(ClassShares shares)
      implements PairFlatMapFunction<Iterator<RowReader>, String, FileCount> {

    @Override
    public Iterator<Tuple2<String, FileCount>> call(Iterator<RowReader> readers) {
      List<Tuple2<String, FileCount>> counts = new ArrayList<>();
      while (readers.hasNext()) {
        count(readers.next(), counts);
      }
      return counts.iterator();
    }

    private void count(RowReader reader, List<Tuple2<String, FileCount>> counts) {
      PartCount part = null;
      try {
        while (reader.advance()) {
          if (part == null || !part.place.equals(reader.place())) {
            add(part, counts);
            part = new PartCount(shares, reader.place());
          }
          part.count(reader);
        }
      } catch (DataException damage) {
        // The pass that comes next will find it too, and knows how to say where.
      }
      add(part, counts);
    }

    private static void add(PartCount part, List<Tuple2<String, FileCount>> counts) {
      if (part != null) {
        counts.add(new Tuple2<>(part.place.file(), part.counted()));
      }
    }
  }

  /** Counts the rows of a part. */
  private static final class PartCount {

    private final ClassShares shares;
    private final Place place;
    private final Map<String, Drawn> classes = new HashMap<>();
    private long rows;

    PartCount(ClassShares shares, Place place) {
      this.shares = shares;
      this.place = place;
    }

    void count(RowReader reader) {
      if (shares.judge.fault(reader) != null) {
        return;
      }
      long number = rows++;
      if (shares.files > MOST_FILES) {
        return;
      }
      RowBuffer row = reader.row();
      String name = FileShares.stratum(row.label(), shares.asked.of());
      Drawn drawn = classes.get(name);
      if (drawn == null) {
        drawn = new Drawn();
        classes.put(name, drawn);
        requireFewLabels();
        int most = mostRows(classes.size());
        if (most < MOST_ROWS) {
          classes.values().forEach(known -> known.keep(most));
        }
      }
      drawn.add(shares.rule == HoldOutRule.ROW ? row.hash() : number);
    }

    private void requireFewLabels() {
      if (classes.size() > MOST_CLASSES) {
        throw new DataException(FoundClasses.tooMany(MOST_CLASSES));
      }
    }

    FileCount counted() {
      Map<String, ClassCount> counts = new HashMap<>();
      classes.forEach((name, drawn) -> counts.put(name, drawn.counted(place.start())));
      TreeMap<Long, Long> ofPart = new TreeMap<>();
      ofPart.put(place.start(), rows);
      return new FileCount(ofPart, counts);
    }
  }

  /** What the u of a class are made of, as long as there are not too many. */
  private static final class Drawn {

    private static final int FIRST_ROOM = 16;

    private long[] drawn = new long[FIRST_ROOM];
    private long rows;
    private int most = MOST_ROWS;

    void keep(int rowsAtMost) {
      most = rowsAtMost;
      if (rows > most) {
        drawn = null;
      }
    }

    void add(long number) {
      if (rows == most) {
        drawn = null;
      }
      if (drawn != null) {
        if (rows == drawn.length) {
          drawn = Arrays.copyOf(drawn, Math.min(most, 2 * drawn.length));
        }
        drawn[(int) rows] = number;
      }
      rows++;
    }

    ClassCount counted(long start) {
      return new ClassCount(
          rows, drawn == null ? null : Map.of(start, Arrays.copyOf(drawn, (int) rows)));
    }
  }

  private record Joining() implements Function2<FileCount, FileCount, FileCount> {
    @Override
    public FileCount call(FileCount a, FileCount b) {
      return a.plus(b);
    }
  }

  /** Finds the limits of the classes of a file. */
  private record Dividing(ClassShares shares)
      implements Function<Tuple2<String, FileCount>, Tuple2<String, FileShares>> {

    @Override
    public Tuple2<String, FileShares> call(Tuple2<String, FileCount> file) {
      FileCount count = file._2().bounded();
      Map<Long, Long> firstRows = new HashMap<>();
      long rows = 0;
      for (Map.Entry<Long, Long> part : count.rows.entrySet()) {
        firstRows.put(part.getKey(), rows);
        rows += part.getValue();
      }
      long fileHash = shares.names.hash(file._1(), shares.asked.seed());
      Map<String, FileShares.Limits> limits = new HashMap<>();
      count.classes.forEach(
          (name, ofClass) -> {
            if (ofClass.drawn != null) {
              limits.put(name, limits(name, sorted(ofClass, firstRows, fileHash), fileHash));
            }
          });
      return new Tuple2<>(file._1(), new FileShares(firstRows, limits));
    }

    private double[] sorted(ClassCount count, Map<Long, Long> firstRows, long fileHash) {
      double[] all = new double[(int) count.rows];
      int at = 0;
      for (Map.Entry<Long, long[]> part : count.drawn.entrySet()) {
        long first = firstRows.get(part.getKey());
        for (long drawn : part.getValue()) {
          all[at++] =
              shares.rule == HoldOutRule.ROW
                  ? HoldOut.uniform(CounterRandom.mix(fileHash + drawn))
                  : HoldOut.drawn(fileHash, first + drawn);
        }
      }
      Arrays.sort(all);
      return all;
    }

    private FileShares.Limits limits(String name, double[] sorted, long fileHash) {
      boolean alone = shares.files < 2;
      long hash = CounterRandom.mix(fileHash + RowIdentity.hashOf(name));
      double carried = alone ? 0.5 : HoldOut.uniform(hash);
      double other = alone ? 0.5 : HoldOut.uniform(CounterRandom.mix(hash));
      int most = alone ? sorted.length - 1 : sorted.length;
      int test = Math.min(most, rows(shares.asked.test(), sorted.length, carried));
      int validation = rows(shares.asked.validation(), sorted.length, other);
      int heldOut = Math.min(most, test + validation);
      return new FileShares.Limits(limit(sorted, test), limit(sorted, heldOut));
    }

    private static int rows(double share, int of, double carried) {
      return (int) Math.floor(share * of + carried);
    }

    /** Below which there are so many. */
    private static double limit(double[] sorted, int rows) {
      return rows < sorted.length ? sorted[rows] : 1;
    }
  }
}
