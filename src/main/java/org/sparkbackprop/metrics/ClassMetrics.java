package org.sparkbackprop.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.classification.ConfusionTable;
import org.sparkbackprop.metrics.classification.PrecisionRecallF1;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.Intervals;
import org.sparkbackprop.metrics.sums.MetricFields;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.network.loss.Score;

/**
 * What predicted classes are worth.
 *
 * @param classNames in the order of the classes
 * @param score cost and confusion counts, over at least one sample
 * @param details what was measured besides
 */
public record ClassMetrics(
    List<String> classNames, ClassificationScore score, Optional<ClassDetails> details)
    implements Metrics {

  /** The metrics from the score of a classifier alone. */
  public ClassMetrics(List<String> classNames, Score score) {
    this(classNames, (ClassificationScore) score, Optional.empty());
  }

  /**
   * The same with rankings.
   *
   * @throws java.util.NoSuchElementException if there are no details
   */
  public ClassMetrics with(Rankings rankings) {
    return with(details.orElseThrow().with(rankings));
  }

  @Override
  public boolean isWeighted() {
    return details.map(ClassDetails::weighted).orElse(false);
  }

  /**
   * The same with intervals.
   *
   * @throws java.util.NoSuchElementException if there are no details
   */
  public ClassMetrics with(Intervals intervals) {
    return with(details.orElseThrow().with(intervals));
  }

  @Override
  public Optional<Intervals> intervals() {
    return details.flatMap(ClassDetails::intervals);
  }

  /** The same with details. */
  ClassMetrics with(ClassDetails more) {
    return new ClassMetrics(classNames, score, Optional.of(more));
  }

  /** A cost lower by less than this share counts as equal. */
  private static final double HARDLY = 0.01;

  /** Share of the samples of a class that are predicted as such; NaN if there are none. */
  public double recall(int label) {
    long all = Arrays.stream(score.confusion()[label]).sum();
    return (double) score.confusion()[label][label] / all;
  }

  /** Share of the samples predicted as a class that belong to it; NaN if there are none. */
  public double precision(int label) {
    long predicted = Arrays.stream(score.confusion()).mapToLong(row -> row[label]).sum();
    return (double) score.confusion()[label][label] / predicted;
  }

  /**
   * −Σ p log p: the mean cost of a model that always predicts the shares p of the classes. A model
   * with the same cost does not distinguish rows.
   *
   * @param rows number of rows of each class, at least one in all
   */
  public static double costOfShares(long[] rows) {
    double all = Arrays.stream(rows).sum();
    return Arrays.stream(rows)
        .filter(count -> count > 0)
        .mapToDouble(count -> -count / all * Math.log(count / all))
        .sum();
  }

  /**
   * Whether a model distinguishes rows by its probabilities: its mean cost is clearly lower than
   * that of the shares of the classes.
   */
  public static boolean isBelowCostOfShares(double meanCost, double costOfShares) {
    return meanCost < (1 - HARDLY) * costOfShares;
  }

  /** Share of samples for which their own class is chosen. */
  public double accuracy() {
    return details.map(ClassDetails::accuracy).orElseGet(score::accuracy);
  }

  @Override
  public String summary() {
    String interval = intervals().map(all -> all.decimals(BootstrapMetric.ACCURACY)).orElse("");
    String basic =
        Message.of("accuracy %.4f%s, error rate %.4f", accuracy(), interval, 1 - accuracy());
    return details.map(all -> basic + all.summary()).orElse(basic);
  }

  /** The fields of {@code metrics.json}; undefined shares are null. */
  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("samples", score.samples());
    fields.put("cost", score.cost());
    fields.put("mean_cost", meanCost());
    fields.put("accuracy", accuracy());
    fields.put("error_rate", 1 - accuracy());
    if (details.isPresent()) {
      details.get().putInto(fields);
    } else {
      MetricFields table = new MetricFields();
      table.put("classes", classNames).put("confusion_matrix", confusion());
      fields.putAll(table.putObjects("per_class", perClass()).asMap());
    }
    putCosts(fields);
    return fields;
  }

  /** Number of samples of each class (row) for which each class (column) is chosen. */
  public long[][] chosen() {
    return details.map(ClassDetails::chosen).orElseGet(score::confusion);
  }

  /** Number of samples of each class (row) for which each class (column) is most probable. */
  public List<List<Long>> confusion() {
    return Arrays.stream(score.confusion())
        .map(row -> Arrays.stream(row).boxed().toList())
        .toList();
  }

  private List<MetricFields> perClass() {
    ConfusionTable table = ConfusionTable.ofCounts(score.confusion());
    List<MetricFields> rows = new ArrayList<>();
    for (int k = 0; k < classNames.size(); k++) {
      PrecisionRecallF1 scores = table.scores(k);
      rows.add(
          new MetricFields()
              .put("class", classNames.get(k))
              .put("samples", (long) table.support(k))
              .putMetric("recall", scores.recall())
              .putMetric("precision", scores.precision()));
    }
    return rows;
  }
}
