package org.sparkbackprop.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The distance of new data from the training data of the model in service. */
public final class Drift {

  private static final int MAX_FEATURES = 10;
  private static final int MAX_INDICES = 20;

  private Drift() {}

  /** What has moved. */
  public enum Kind {
    /** The number of rows. */
    ROWS,
    /** The share of missing values of a column. */
    MISSING,
    /** The share of unknown categories in a column. */
    UNKNOWN,
    /** The shares of the classes. */
    CLASSES,
    /** The distribution of a number to predict, or the share of a label. */
    TARGET,
    /** The distribution of a feature, or of the categories of a column. */
    FEATURE
  }

  /** The consequence of a finding, the worst first. */
  public enum Severity {
    /** There is no training on the new data. */
    STOP,
    /** Somebody should look at the data. */
    WARN
  }

  /**
   * Something that moved beyond its limit.
   *
   * @param name of the feature or column; else empty
   * @param earlier the number of rows, the share of missing or unknown values, or the share of the
   *     bin, class or category that moved most, among the rows that have a value
   * @param now the same for the new rows
   * @param measure that is beyond the limit
   */
  public record Finding(
      Kind kind,
      String name,
      double earlier,
      double now,
      double measure,
      double limit,
      Severity severity,
      String sentence) {

    /** The ratio of measure and limit, at least 1, which puts the worst first. */
    double excess() {
      double times = measure / limit;
      return times < 1 ? 1 / times : times;
    }

    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("kind", kind.name().toLowerCase(Locale.ROOT));
      fields.put("name", name);
      fields.put("earlier", earlier);
      fields.put("now", now);
      fields.put("measure", measure);
      fields.put("limit", limit);
      fields.put("severity", severity.name().toLowerCase(Locale.ROOT));
      fields.put("sentence", sentence);
      return fields;
    }
  }

  /**
   * The result of a comparison.
   *
   * @param findings the worst first
   * @param changes new and vanished classes, columns, features and categories, as sentences
   * @param earlierRows number of earlier rows
   * @param rows number of new rows
   * @param classIndex the population stability index of the classes
   * @param targetIndices that of each number to predict, or label
   * @param featureIndices that of each feature and column of categories, the largest first
   */
  public record Report(
      List<Finding> findings,
      List<String> changes,
      long earlierRows,
      long rows,
      double classIndex,
      Map<String, Double> targetIndices,
      Map<String, Double> featureIndices) {

    /** The worst severity; absent if there is no finding. */
    public Optional<Severity> severity() {
      return findings.stream().map(Finding::severity).min(Severity::compareTo);
    }

    /** The findings as sentences: of features the ten worst, and the number of others. */
    public List<String> sentences() {
      List<String> sentences = new ArrayList<>();
      shown().forEach(finding -> sentences.add(finding.sentence()));
      if (more() > 0) {
        sentences.add(String.format(Locale.ROOT, "and %,d more features", more()));
      }
      return sentences;
    }

    private List<Finding> shown() {
      List<Finding> shown = new ArrayList<>();
      int features = 0;
      for (Finding finding : findings) {
        if (finding.kind() != Kind.FEATURE || features++ < MAX_FEATURES) {
          shown.add(finding);
        }
      }
      return shown;
    }

    private int more() {
      return findings.size() - shown().size();
    }

    /** The fields for JSON: of features the ten worst findings, and the twenty largest indices. */
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("severity", severity().map(s -> s.name().toLowerCase(Locale.ROOT)).orElse("none"));
      fields.put("earlier_rows", earlierRows);
      fields.put("rows", rows);
      fields.put("findings", shown().stream().map(Finding::fields).toList());
      fields.put("more_features", more());
      fields.put("changes", changes);
      fields.put("psi_of_classes", classIndex);
      if (!targetIndices.isEmpty()) {
        fields.put("psi_by_target", targetIndices);
      }
      Map<String, Double> largest = new LinkedHashMap<>(featureIndices);
      largest.keySet().retainAll(featureIndices.keySet().stream().limit(MAX_INDICES).toList());
      fields.put("psi_by_feature", largest);
      return fields;
    }
  }

  /**
   * Compares. A stability index, or a share of missing values or unknown categories, is a finding
   * only if it is also larger than by chance. The index of a feature covers the rows that have it:
   * a missing value is in no bin, whatever replaces it.
   *
   * @param earlier the statistics of the training rows of the model in service
   * @param now the new rows, counted in the bins of the earlier ones
   */
  public static Report between(
      TrainingStatistics earlier, TrainingStatistics.Counted now, DriftLimits limits) {
    return new DriftComparison(earlier, now, limits).report();
  }
}
