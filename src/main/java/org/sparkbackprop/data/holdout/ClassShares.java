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
 * Finds out, in a pass before all others, where the rows of each part stand in their file, and
 * which u of {@link HoldOut} hold out the shares of each class exactly. A class of a file with more
 * rows than are kept has the shares themselves for its limits: chance is small there. So has every
 * class of a file where files and classes are too many to be told apart.
 *
 * <p>One file has round(share · n) rows of a class of n, but never all of them. Of several files
 * each has its own numbers, ⌊t · n + ρ⌋ rows for the test and ⌊(t + v) · n + ρ⌋ for both parts,
 * with an even 0 ≤ ρ &lt; 1 that depends on its name, so that its rows keep their part whatever
 * other files there are, and the shares of all files are right but for chance.
 *
 * @param judge of rows, as in the passes that follow
 * @param rule by position or by row
 * @param asked which shares
 * @param files how many there are
 * @param maxClasses that there may be; the pass that comes next refuses more
 */
record ClassShares(
    RowValidator judge,
    HoldOutRule rule,
    HoldOutShares asked,
    FileNames names,
    int files,
    int maxClasses)
    implements Serializable {

  /** Limits of all files and classes, which travel to every executor. */
  private static final int MAX_LIMITS = 1 << 18;

  /** More files have the shares themselves for all their classes. */
  private static final int MAX_FILES = 4096;

  /** What has to be known of each file, by its path. */
  Broadcast<Map<String, FileShares>> of(JavaSparkContext spark, RowSource source) {
    Map<String, FileShares> found = new HashMap<>();
    source
        .readers()
        .mapPartitionsToPair(new Counting(this))
        .reduceByKey(new Joining(maxToldApart()))
        .map(new Dividing(this))
        .collect()
        .forEach(file -> found.put(file._1(), file._2()));
    return spark.broadcast(found);
  }

  /** How many classes of a file have limits at most. */
  private int maxToldApart() {
    return files > MAX_FILES ? 0 : Math.min(maxClasses, MAX_LIMITS / Math.max(1, files));
  }

  /** Counts the rows of parts. */
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
     * Counts what a reader gives, as long as the input will not be refused for its many labels: the
     * pass that comes next finds them too, and knows how to say where, as it does of damage.
     */
    private boolean isRefused(
        RowReader reader, Strata strata, List<Tuple2<String, FileCount>> counts) {
      SplitId place = null;
      FileCount.OfPart part = null;
      try {
        while (reader.advance() && (part == null || part.classes() <= shares.maxClasses)) {
          if (!reader.place().equals(place)) {
            add(place, part, counts);
            place = reader.place();
            part = new FileCount.OfPart(shares.maxToldApart());
          }
          if (shares.judge.fault(reader) == null) {
            RowBuffer row = reader.row();
            boolean byRow = shares.rule == HoldOutRule.ROW;
            part.add(strata.of(row.label()), byRow ? row.hash() : part.rows());
          }
        }
      } catch (DataException damage) {
        // The rows up to it count as any others.
      }
      add(place, part, counts);
      return part != null && part.classes() > shares.maxClasses;
    }

    private static void add(
        SplitId place, FileCount.OfPart part, List<Tuple2<String, FileCount>> counts) {
      if (part != null) {
        counts.add(new Tuple2<>(place.file(), part.counted(place.start())));
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
      implements Function<Tuple2<String, FileCount>, Tuple2<String, FileShares>> {

    @Override
    public Tuple2<String, FileShares> call(Tuple2<String, FileCount> file) {
      FileCount count = file._2();
      Map<Long, Long> firstRows = new HashMap<>();
      long rows = 0;
      for (Map.Entry<Long, Long> part : count.rows().entrySet()) {
        firstRows.put(part.getKey(), rows);
        rows += part.getValue();
      }
      Map<String, FileShares.Limits> limits = new HashMap<>();
      if (count.classes() != null) {
        long fileHash = shares.names.hash(file._1(), shares.asked.seed());
        count
            .classes()
            .forEach(
                (name, ofClass) -> {
                  if (ofClass.numbers() != null) {
                    limits.put(name, limits(name, sorted(ofClass, firstRows, fileHash), fileHash));
                  }
                });
      }
      return new Tuple2<>(file._1(), new FileShares(firstRows, limits));
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

    private FileShares.Limits limits(String name, double[] sorted, long fileHash) {
      int rows = sorted.length;
      double test = shares.asked.test() * rows;
      double validation = shares.asked.validation() * rows;
      if (shares.files < 2) {
        int max = rows - 1;
        int forTest = Math.min(max, floor(test + 0.5));
        int heldOut = Math.min(max, forTest + floor(validation + 0.5));
        return new FileShares.Limits(limit(sorted, forTest), limit(sorted, heldOut));
      }
      // one number for both, so that neither takes the other's rows where there are few
      long hash = CounterRandom.mix(fileHash + RowIdentity.hashOf(name));
      double carried = HoldOut.uniform(CounterRandom.mix(hash));
      int heldOut = floor(test + validation + carried);
      return new FileShares.Limits(limit(sorted, floor(test + carried)), limit(sorted, heldOut));
    }

    private static int floor(double rows) {
      return (int) Math.floor(rows);
    }

    /** Below which there are so many. */
    private static double limit(double[] sorted, int rows) {
      return rows < sorted.length ? sorted[rows] : 1;
    }
  }
}
