package org.sparkbackprop.data.holdout;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowIdentity;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.settings.HoldOutShares;
import scala.Tuple2;

/**
 * Finds, in a pass before all others, the row numbers at which the splits of each file start, and
 * the limits of u in {@link HoldOut} that hold out the exact share of each class. If a class has
 * too many rows in a file to keep, its limits are the shares themselves, because chance matters
 * little there. The same holds if there are too many files and classes.
 *
 * <p>A single file holds out round(share · n) of the n rows of a class, but never all of them. Of
 * several files, each holds out ⌊t · n + ρ⌋ rows for test and ⌊(t + v) · n + ρ⌋ for both parts,
 * with 0 ≤ ρ &lt; 1 uniform and depending on the file's name. So its rows stay in their parts
 * whatever other files there are, and the shares over all files are right up to chance.
 *
 * @param validator of rows, as in the passes that follow
 * @param rule by position or by row
 * @param asked the shares
 * @param files number of files
 * @param maxClasses allowed; the next pass refuses more
 */
record ClassShares(
    RowValidator validator,
    HoldOutRule rule,
    HoldOutShares asked,
    FileNames names,
    int files,
    int maxClasses)
    implements Serializable {

  /** The most limits of all files and classes, which are sent to every executor. */
  private static final int MAX_LIMITS = 1 << 18;

  /** With more files, all limits are the shares themselves. */
  private static final int MAX_FILES = 4096;

  /**
   * What is needed to divide the rows of a file.
   *
   * @param firstRows how many good rows precede each split, by its start
   * @param ofClasses the limits of classes by {@link Strata}; for others they are the shares
   */
  record OfFile(Map<Long, Long> firstRows, Map<String, Limits> ofClasses) implements Serializable {

    static final OfFile UNKNOWN = new OfFile(Map.of(), Map.of());

    /** The number in the file of a split's first row, where splits of row ranges start. */
    long firstRow(SplitId split) {
      return firstRows.getOrDefault(split.start(), split.start());
    }
  }

  /**
   * Limits of u, as in {@link HoldOut}.
   *
   * @param test below which a row is for test
   * @param heldOut below which a row is not for training
   */
  record Limits(double test, double heldOut) implements Serializable {}

  /** Finds what is needed of each file, by its path. */
  Broadcast<Map<String, OfFile>> of(JavaSparkContext spark, RowSource source) {
    Map<String, OfFile> found = new HashMap<>();
    source
        .readers()
        .mapPartitionsToPair(new Counting(this))
        .reduceByKey(new Joining(maxToldApart()))
        .map(new Dividing(this))
        .collect()
        .forEach(file -> found.put(file._1(), file._2()));
    return spark.broadcast(found);
  }

  /** The most classes of a file that have their own limits. */
  private int maxToldApart() {
    return files > MAX_FILES ? 0 : Math.min(maxClasses, MAX_LIMITS / Math.max(1, files));
  }

  /** Counts the rows of splits. */
  private record Counting(ClassShares shares)
      implements PairFlatMapFunction<Iterator<RowReader>, String, FileCount> {

    @Override
    public Iterator<Tuple2<String, FileCount>> call(Iterator<RowReader> readers) {
      List<Tuple2<String, FileCount>> counts = new ArrayList<>();
      Strata strata = new Strata(shares.asked.of());
      boolean refused = false;
      while (!refused && readers.hasNext()) {
        refused = isRefused(readers.next(), strata, counts);
      }
      return counts.iterator();
    }

    /**
     * Counts the rows of a reader, until there are so many labels that the next pass will refuse
     * the input. That pass also reports where damage is.
     */
    private boolean isRefused(
        RowReader reader, Strata strata, List<Tuple2<String, FileCount>> counts) {
      SplitId split = null;
      FileCount.OfPart part = null;
      try {
        while (reader.advance() && (part == null || part.classes() <= shares.maxClasses)) {
          if (!reader.split().equals(split)) {
            add(split, part, counts);
            split = reader.split();
            part = new FileCount.OfPart(shares.maxToldApart());
          }
          if (shares.validator.fault(reader) == null) {
            RowBuffer row = reader.row();
            boolean byRow = shares.rule == HoldOutRule.ROW;
            part.add(strata.of(row.label()), byRow ? row.hash() : part.rows());
          }
        }
      } catch (DataException damage) {
        // The rows before it count.
      }
      add(split, part, counts);
      return part != null && part.classes() > shares.maxClasses;
    }

    private static void add(
        SplitId split, FileCount.OfPart part, List<Tuple2<String, FileCount>> counts) {
      if (part != null) {
        counts.add(new Tuple2<>(split.file(), part.counted(split.start())));
      }
    }
  }

  private record Joining(int maxClasses) implements Function2<FileCount, FileCount, FileCount> {
    @Override
    public FileCount call(FileCount a, FileCount b) {
      return a.plus(b, maxClasses);
    }
  }

  /** Finds the limits of the classes of a file. */
  private record Dividing(ClassShares shares)
      implements Function<Tuple2<String, FileCount>, Tuple2<String, OfFile>> {

    @Override
    public Tuple2<String, OfFile> call(Tuple2<String, FileCount> file) {
      FileCount count = file._2();
      Map<Long, Long> firstRows = new HashMap<>();
      long rows = 0;
      for (Map.Entry<Long, Long> part : count.rows().entrySet()) {
        firstRows.put(part.getKey(), rows);
        rows += part.getValue();
      }
      Map<String, Limits> limits = new HashMap<>();
      long fileHash = shares.names.hash(file._1(), shares.asked.seed());
      if (count.classes() != null) {
        count.classes().entrySet().stream()
            .filter(named -> named.getValue().numbers() != null)
            .forEach(
                named -> {
                  double[] sorted = sorted(named.getValue(), firstRows, fileHash);
                  limits.put(named.getKey(), limits(named.getKey(), sorted, fileHash));
                });
      }
      return new Tuple2<>(file._1(), new OfFile(firstRows, limits));
    }

    private double[] sorted(FileCount.OfClass count, Map<Long, Long> firstRows, long fileHash) {
      double[] all = new double[(int) count.rows()];
      int at = 0;
      for (Map.Entry<Long, long[]> part : count.numbers().entrySet()) {
        long first = firstRows.get(part.getKey());
        for (long number : part.getValue()) {
          all[at++] =
              shares.rule == HoldOutRule.ROW
                  ? HoldOut.uniform(CounterRandom.mix(fileHash + number))
                  : HoldOut.drawn(fileHash, first + number);
        }
      }
      Arrays.sort(all);
      return all;
    }

    private Limits limits(String name, double[] sorted, long fileHash) {
      int rows = sorted.length;
      double test = shares.asked.test() * rows;
      double validation = shares.asked.validation() * rows;
      if (shares.files < 2) {
        int max = rows - 1;
        int forTest = Math.min(max, floor(test + 0.5));
        int heldOut = Math.min(max, forTest + floor(validation + 0.5));
        return new Limits(limit(sorted, forTest), limit(sorted, heldOut));
      }
      // one number for both, so that with few rows neither takes those of the other
      long hash = CounterRandom.mix(fileHash + RowIdentity.hashOf(name));
      double carried = HoldOut.uniform(CounterRandom.mix(hash));
      int heldOut = floor(test + validation + carried);
      return new Limits(limit(sorted, floor(test + carried)), limit(sorted, heldOut));
    }

    private static int floor(double rows) {
      return (int) Math.floor(rows);
    }

    /** The limit that this many rows are below. */
    private static double limit(double[] sorted, int rows) {
      return rows < sorted.length ? sorted[rows] : 1;
    }
  }
}
