package org.sparkbackprop.data.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.data.holdout.HoldOut;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.FoundClasses;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.scan.SplitSummary.Fault;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Target;

/**
 * Reads every row once: counts rows, labels and categories, finds faults, and, if needed, takes the
 * statistics of the numbers.
 *
 * @param validator of each row
 * @param holdOut which rows are held out of training
 * @param statistics to take of the numbers
 * @param maxCategories allowed in a column
 * @param maxClasses allowed
 */
public record Scan(
    RowShape shape,
    RowValidator validator,
    HoldOut holdOut,
    FeatureStatistics.Of statistics,
    int maxCategories,
    int maxClasses)
    implements FlatMapFunction<Iterator<RowReader>, SplitSummary> {

  /** The most categories that are counted, however few of them are kept. */
  public static final int MOST_CATEGORIES = 100_000;

  /** The most spellings of labels per class, on average. */
  private static final int WAYS_OF_WRITING = 4;

  /** Reads the rows of a source, in a job. */
  public InputScan of(RowSource source) {
    return InputScan.of(source, holdOut, source.readers().mapPartitions(this).collect());
  }

  /** The same with other rows held out. */
  public Scan with(HoldOut other) {
    return new Scan(shape, validator, other, statistics, maxCategories, maxClasses);
  }

  @Override
  public Iterator<SplitSummary> call(Iterator<RowReader> readers) {
    List<SplitSummary> summaries = new ArrayList<>();
    while (readers.hasNext()) {
      RowReader reader = readers.next();
      Tally tally = null;
      try {
        while (reader.advance()) {
          tally = tally(reader, tally, summaries);
          tally.count(reader);
        }
        tally = tally == null ? new Tally(this, reader.split()) : tally;
      } catch (DataException e) {
        tally = tally(reader, tally, summaries);
        tally.damage = e.getMessage();
      }
      tally.positions = reader.position();
      summaries.add(tally.summary());
    }
    return summaries.iterator();
  }

  /** The tally of the reader's split; one of an earlier split is complete. */
  private Tally tally(RowReader reader, Tally tally, List<SplitSummary> summaries) {
    if (tally != null && tally.split.equals(reader.split())) {
      return tally;
    }
    if (tally != null) {
      summaries.add(tally.summary());
    }
    return new Tally(this, reader.split());
  }

  /** Counts the rows of a split. */
  private static final class Tally {

    private final Scan scan;
    private final SplitId split;
    private final Map<String, Long> labels = new HashMap<>();

    /** The labels by value; empty while there are few. */
    private final Set<String> classes = new HashSet<>();

    private final List<InputColumn> categoryColumns;
    private final List<Map<String, Long>> categories = new ArrayList<>();
    private final FeatureStatistics statistics;

    /** Null if rows have no numbers to be predicted. */
    private final FeatureStatistics targets;

    /** The names of labels that have a column each. */
    private final List<String> flags;

    private final HoldOut.Division division;
    private final Map<String, Long> validationLabels = new HashMap<>();
    private final Map<String, Long> testLabels = new HashMap<>();
    private long validation;
    private long test;
    private long positions;
    private long rows;
    private long used;
    private Fault firstFault;
    private String damage;
    private long nonZeros;
    private boolean bytes = true;

    /** Null until a value is missing. */
    private MissingCounts missing;

    Tally(Scan scan, SplitId split) {
      this.scan = scan;
      this.split = split;
      this.division = scan.holdOut.of(split);
      this.statistics =
          scan.statistics == FeatureStatistics.Of.NOTHING
              ? null
              : new FeatureStatistics(scan.shape.numbers(), scan.statistics);
      int size = scan.shape.targets().size();
      this.targets = size == 0 ? null : new FeatureStatistics(size, FeatureStatistics.Of.MOMENTS);
      boolean haveFlags = scan.shape.targets().kind() == Target.Kind.LABELS;
      this.flags = haveFlags ? scan.shape.targets().names() : List.of();
      this.categoryColumns = scan.shape.categoryColumns();
      for (int c = 0; c < categoryColumns.size(); c++) {
        categories.add(new HashMap<>());
      }
    }

    void count(RowReader reader) {
      rows++;
      positions = reader.position();
      String fault = scan.validator.fault(reader);
      if (fault != null) {
        firstFault = firstFault == null ? new Fault(reader.position(), fault) : firstFault;
        return;
      }
      used++;
      RowBuffer row = reader.row();
      DataSubset part = division.of(row, used - 1);
      boolean training = part == DataSubset.TRAINING;
      if (!training) {
        countHeldOut(row, part);
      }
      if (row.label() != null) {
        countLabel(row.label());
      }
      row.names().forEach(this::countLabel);
      countFlags(row, labels);
      countCategories(row, training ? 1 : 0);
      countNumbers(row);
      if (training && row.isIncomplete()) {
        countMissing(row);
      }
      if (statistics != null && training) {
        statistics.add(row);
      }
      if (targets != null && training) {
        targets.add(row.targets());
      }
    }

    private void countHeldOut(RowBuffer row, DataSubset part) {
      validation += part == DataSubset.VALIDATION ? 1 : 0;
      test += part == DataSubset.TEST ? 1 : 0;
      Map<String, Long> counts = part == DataSubset.TEST ? testLabels : validationLabels;
      if (row.label() != null) {
        counts.merge(row.label(), 1L, Long::sum);
      }
      row.names().forEach(name -> counts.merge(name, 1L, Long::sum));
      countFlags(row, counts);
    }

    /** Labels that have a column each are as many as there are columns. */
    private void countFlags(RowBuffer row, Map<String, Long> counts) {
      for (int k = 0; k < flags.size(); k++) {
        if (row.targets()[k] == 1) {
          counts.merge(flags.get(k), 1L, Long::sum);
        }
      }
    }

    private void countMissing(RowBuffer row) {
      if (missing == null) {
        missing = new MissingCounts(scan.shape.columns());
      }
      missing.add(row);
    }

    /** Labels are kept as written, but no more of them than there may be classes. */
    private void countLabel(String label) {
      String counted = scan.validator.counted(label);
      if (labels.merge(counted, 1L, Long::sum) == 1 && labels.size() > scan.maxClasses) {
        requireFewClasses(counted);
      }
    }

    /** A number may have more than one spelling, but hardly many. */
    private void requireFewClasses(String newest) {
      if (classes.isEmpty()) {
        labels.keySet().forEach(label -> classes.add(ClassNames.canonical(label)));
      }
      classes.add(ClassNames.canonical(newest));
      if (classes.size() > scan.maxClasses || labels.size() > WAYS_OF_WRITING * scan.maxClasses) {
        throw new DataException(
            scan.shape.targets().areNames()
                ? FoundClasses.tooManyNames(scan.maxClasses)
                : FoundClasses.tooMany(scan.maxClasses));
      }
    }

    private void countCategories(RowBuffer row, long count) {
      for (int c = 0; c < categories.size(); c++) {
        if (row.categories()[c] != null) {
          categories.get(c).merge(row.categories()[c], count, Long::sum);
          InputColumn column = categoryColumns.get(c);
          if (column.categories().isEmpty() && categories.get(c).size() > scan.maxCategories) {
            throw new DataException(tooMany(column, scan.maxCategories));
          }
        }
      }
    }

    private void countNumbers(RowBuffer row) {
      if (row.isSparse()) {
        nonZeros += row.nonZeros();
        bytes = bytes && !row.isIncomplete() && areBytes(row.values(), row.nonZeros());
        return;
      }
      for (double number : row.numbers()) {
        nonZeros += number == 0 ? 0 : 1;
      }
      bytes = bytes && !row.isIncomplete() && areBytes(row.numbers(), row.numbers().length);
    }

    private static boolean areBytes(double[] numbers, int count) {
      int others = 0;
      for (int i = 0; i < count; i++) {
        others += numbers[i] == ((int) numbers[i] & 0xff) ? 0 : 1;
      }
      return others == 0;
    }

    SplitSummary summary() {
      return new SplitSummary(
          split,
          TaskContext.getPartitionId(),
          positions,
          rows,
          used,
          scan.holdOut.isAny()
              ? new SplitSummary.HeldOut(validation, test, validationLabels, testLabels)
              : SplitSummary.HeldOut.NONE,
          firstFault,
          damage,
          labels,
          categories,
          nonZeros,
          bytes,
          missing == null ? new long[0] : missing.counts(),
          statistics == null ? null : statistics.complete(scan.shape.form()),
          targets);
    }
  }

  static String tooMany(InputColumn column, int max) {
    if (max >= MOST_CATEGORIES) {
      return String.format(
          Locale.ROOT,
          "column %s has more than %,d categories, which are too many to learn from; leave it out by"
              + " input.ignore",
          column.name(),
          max);
    }
    return String.format(
        Locale.ROOT,
        "column %s has more than %,d categories; if they are really categories, raise the limit by"
            + " input.max-categories",
        column.name(),
        max);
  }
}
