package org.sparkbackprop.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.model.Preparation;

/**
 * What the rows are like that a model was trained on, to be kept with it and compared with later
 * ones. Each row counts once, whatever its weight. They speak of values as they were read: what was
 * missing, or a category that is not known, has a share of its own, and no part in the distribution
 * of the others, whatever takes its place in training.
 *
 * @param rows that were trained on
 * @param classes how many rows each class has, in the order of the classes
 * @param columns in the order of their features
 */
public record TrainingStatistics(
    long rows, Map<String, Long> classes, List<ColumnStatistics> columns) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the counts of a class or feature are not those of the rows
   */
  public TrainingStatistics {
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    columns = List.copyOf(columns);
    long labelled = classes.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
    if (rows < 1 || labelled != rows || classes.values().stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%,d rows cannot have %,d rows in classes", rows, labelled));
    }
    for (ColumnStatistics column : columns) {
      for (Histogram histogram : column.histograms()) {
        if (histogram.rows() != rows) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "feature %s has %,d of %,d rows in its bins",
                  histogram.feature(),
                  histogram.rows(),
                  rows));
        }
      }
    }
  }

  /**
   * New rows, counted in their own bins and in those of earlier ones.
   *
   * @param own statistics
   * @param inBinsOfEarlier the new rows in the earlier bins, by feature, of those that both have
   * @param inEarlierAlone features, and columns of categories, that only the earlier rows have
   * @param inOwnAlone those that only the new rows have; none if there are no earlier ones
   */
  public record Counted(
      TrainingStatistics own,
      Map<String, Histogram> inBinsOfEarlier,
      List<String> inEarlierAlone,
      List<String> inOwnAlone) {

    /** Copies. */
    public Counted {
      inBinsOfEarlier = Collections.unmodifiableMap(new LinkedHashMap<>(inBinsOfEarlier));
      inEarlierAlone = List.copyOf(inEarlierAlone);
      inOwnAlone = List.copyOf(inOwnAlone);
    }
  }

  /**
   * The statistics of training data, in three passes over what is cached: two for a sample, of
   * which the edges of bins are made, and one that counts all rows.
   *
   * @param earlier those of the rows that the model in service was trained on
   */
  public static Counted of(PreparedData data, Optional<TrainingStatistics> earlier) {
    return new StatisticsOfData(data, earlier).counted();
  }

  /** A form for JSON. */
  public Map<String, Object> toFields() {
    return StatisticsDescription.fields(this);
  }

  /**
   * The statistics that {@link #toFields} has written.
   *
   * @param name of the file, for messages
   * @param trained how the rows were prepared, as the model beside the file says
   * @throws ModelFormatException if there are none in it
   */
  public static TrainingStatistics of(Map<String, ?> fields, String name, Preparation trained) {
    return StatisticsDescription.statistics(fields, name, trained);
  }
}
