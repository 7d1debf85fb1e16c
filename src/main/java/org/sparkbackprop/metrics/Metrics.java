package org.sparkbackprop.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.network.loss.Score;

/**
 * What a model makes of labelled samples.
 *
 * @param classNames in the order of the classes
 * @param score cost and confusion counts, over at least one sample
 */
public record Metrics(List<String> classNames, ClassificationScore score) {

  /** What a model for classes makes of samples: its score is of the kind that counts them. */
  public Metrics(List<String> classNames, Score score) {
    this(classNames, (ClassificationScore) score);
  }

  /** A cost that is lower by less than this share of another is as high. */
  private static final double HARDLY = 0.01;

  /** Number of samples. */
  public long samples() {
    return score.samples();
  }

  /** Of all samples of a class, the share that was found; NaN if there is no such sample. */
  public double recall(int label) {
    long all = Arrays.stream(score.confusion()[label]).sum();
    return (double) score.confusion()[label][label] / all;
  }

  /** Of all samples taken for a class, the share that belongs to it; NaN if none was. */
  public double precision(int label) {
    long taken = Arrays.stream(score.confusion()).mapToLong(row -> row[label]).sum();
    return (double) score.confusion()[label][label] / taken;
  }

  /** The cost of a sample: the sum over all, each times its weight, by their weight. */
  public double meanCost() {
    return score.cost() / score.weight();
  }

  /**
   * −Σ p log p: the cost a row of a model that knows the shares p of the classes and nothing of the
   * rows. One that costs as much tells nothing apart.
   *
   * @param rows of each class, at least one in all
   */
  public static double costOfShares(long[] rows) {
    double all = Arrays.stream(rows).sum();
    return Arrays.stream(rows)
        .filter(count -> count > 0)
        .mapToDouble(count -> -count / all * Math.log(count / all))
        .sum();
  }

  /**
   * Whether a model tells rows apart by its probabilities: its cost a row is lower than that of the
   * shares of the classes, and by more than hardly.
   */
  public static boolean isBelowCostOfShares(double meanCost, double costOfShares) {
    return meanCost < (1 - HARDLY) * costOfShares;
  }

  /** The fields of {@code metrics.json}; shares that no sample speaks for are null. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("samples", score.samples());
    fields.put("cost", score.cost());
    fields.put("mean_cost", meanCost());
    fields.put("accuracy", score.accuracy());
    fields.put("error_rate", 1 - score.accuracy());
    fields.put("classes", classNames);
    fields.put("confusion_matrix", confusion());
    fields.put("per_class", perClass());
    return fields;
  }

  /** How many samples of each class (row) were taken for which class (column). */
  public List<List<Long>> confusion() {
    return Arrays.stream(score.confusion())
        .map(row -> Arrays.stream(row).boxed().toList())
        .toList();
  }

  private List<Map<String, Object>> perClass() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int k = 0; k < classNames.size(); k++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("class", classNames.get(k));
      row.put("samples", Arrays.stream(score.confusion()[k]).sum());
      row.put("recall", finiteOrNull(recall(k)));
      row.put("precision", finiteOrNull(precision(k)));
      rows.add(row);
    }
    return rows;
  }

  private static Double finiteOrNull(double share) {
    return Double.isNaN(share) ? null : share;
  }
}
