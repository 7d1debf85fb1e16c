package org.sparkbackprop.statistics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.model.Preparation;

/**
 * Statistics of the training rows of a model, kept with it and compared with those of later rows.
 * Each row counts once, whatever its weight. They describe the values that were read: missing
 * values and unknown categories are counted apart from the others, whatever replaces them in
 * training.
 *
 * @param rows number of training rows
 * @param classes the number of rows of each class, in the order of the classes; none if something
 *     else is predicted
 * @param targets the distribution of each number to predict, or the share of each label; none for
 *     classes
 * @param columns in the order of their features
 */
public record TrainingStatistics(
    long rows, Map<String, Long> classes, List<Histogram> targets, List<ColumnStatistics> columns) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the counts of the classes or a feature do not add up
   */
  public TrainingStatistics {
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    targets = List.copyOf(targets);
    columns = List.copyOf(columns);
    long labelled = classes.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
    boolean all = classes.isEmpty() || labelled == rows;
    if (rows < 1 || !all || classes.values().stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          Message.of("%,d rows cannot have %,d rows in classes", rows, labelled));
    }
    for (Histogram histogram : targets) {
      requireAll("target", histogram, rows);
    }
    for (ColumnStatistics column : columns) {
      for (Histogram histogram : column.histograms()) {
        requireAll("feature", histogram, rows);
      }
    }
  }

  private static void requireAll(String what, Histogram histogram, long rows) {
    if (histogram.rows() != rows) {
      throw new IllegalArgumentException(
          Message.of(
              "%s %s has %,d of %,d rows in its bins",
              what, histogram.feature(), histogram.rows(), rows));
    }
  }

  /**
   * New rows, counted in their own bins and in those of earlier ones.
   *
   * @param own statistics
   * @param inBinsOfEarlier the new rows in the earlier bins, for each feature that both have
   * @param targetsInBinsOfEarlier the same for each number to predict, or label, that both have
   * @param inEarlierAlone features, and columns of categories, that only the earlier rows have
   * @param inOwnAlone those that only the new rows have; none if there are no earlier rows
   */
  public record Counted(
      TrainingStatistics own,
      Map<String, Histogram> inBinsOfEarlier,
      Map<String, Histogram> targetsInBinsOfEarlier,
      List<String> inEarlierAlone,
      List<String> inOwnAlone) {

    /** Copies. */
    public Counted {
      inBinsOfEarlier = Collections.unmodifiableMap(new LinkedHashMap<>(inBinsOfEarlier));
      targetsInBinsOfEarlier = Map.copyOf(targetsInBinsOfEarlier);
      inEarlierAlone = List.copyOf(inEarlierAlone);
      inOwnAlone = List.copyOf(inOwnAlone);
    }
  }

  /**
   * The statistics of training data, in three passes over the cache: two for a sample, which gives
   * the edges of bins, and one that counts all rows.
   *
   * @param earlier those of the training rows of the model in service
   */
  public static Counted of(PreparedData data, Optional<TrainingStatistics> earlier) {
    return new StatisticsCollector(data, earlier).counted();
  }

  /** The fields for JSON. */
  public Map<String, Object> toFields() {
    return StatisticsDescription.fields(this);
  }

  /**
   * Reads statistics from the fields of {@link #toFields}.
   *
   * @param name of the file, for messages
   * @param trained the preparation of the rows, from the model beside the file
   * @throws ModelFormatException if the file has none
   */
  public static TrainingStatistics of(Map<String, ?> fields, String name, Preparation trained) {
    return StatisticsDescription.statistics(fields, name, trained);
  }
}
