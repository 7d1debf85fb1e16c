package org.sparkbackprop.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How far new data are from those that the model in service was trained on. */
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
    /** The share of values of a column of categories that are none of the known ones. */
    UNKNOWN,
    /** The shares of the classes. */
    CLASSES,
    /** The distribution of a feature, or of the categories of a column. */
    FEATURE
  }

  /** What it means, the worst first. */
  public enum Severity {
    /** The new data are not to be trained on. */
    STOP,
    /** Somebody should look at it. */
    WARN
  }

  /**
   * Something that has moved further than it may.
   *
   * @param name of the feature or column; else empty
   * @param earlier the number of rows, the share that is missing or unknown, or the share of the
   *     bin, class or category that has moved most, of the rows that have a value
   * @param now the same of the new rows
   * @param measure that is beyond the limit
   * @param sentence for people
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

    /** How many times as far as the limit it is, to put the worst first. */
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
   * What came of a comparison.
   *
   * @param findings all of them, the worst first
   * @param changes which classes, columns, features and categories are new or have vanished, as
   *     sentences
   * @param earlierRows how many there were
   * @param rows how many there are now
   * @param classIndex the population stability index of the classes
   * @param featureIndices the same of each feature and column of categories, the largest first
   */
  public record Report(
      List<Finding> findings,
      List<String> changes,
      long earlierRows,
      long rows,
      double classIndex,
      Map<String, Double> featureIndices) {

    /** The worst severity; absent if there is no finding. */
    public Optional<Severity> severity() {
      return findings.stream().map(Finding::severity).min(Severity::compareTo);
    }

    /** The findings for people: of features the ten worst, and how many more there are. */
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

    /** A form for JSON: of features the ten worst findings, and the twenty largest indices. */
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("severity", severity().map(s -> s.name().toLowerCase(Locale.ROOT)).orElse("none"));
      fields.put("earlier_rows", earlierRows);
      fields.put("rows", rows);
      fields.put("findings", shown().stream().map(Finding::fields).toList());
      fields.put("more_features", more());
      fields.put("changes", changes);
      fields.put("psi_of_classes", classIndex);
      Map<String, Double> largest = new LinkedHashMap<>();
      featureIndices.entrySet().stream()
          .limit(MAX_INDICES)
          .forEach(entry -> largest.put(entry.getKey(), entry.getValue()));
      fields.put("psi_by_feature", largest);
      return fields;
    }
  }

  /**
   * Compares. A stability index is a finding only if it is also larger than chance alone makes it;
   * so is a share of missing values or unknown categories. The index of a feature is that of the
   * rows that have it: a value that is missing is in no bin, whatever takes its place.
   *
   * @param earlier the statistics of the rows that the model in service was trained on
   * @param now the new rows, counted in the bins of those
   */
  public static Report between(
      TrainingStatistics earlier, TrainingStatistics.Counted now, DriftLimits limits) {
    return new DriftComparison(earlier, now, limits).report();
  }
}
