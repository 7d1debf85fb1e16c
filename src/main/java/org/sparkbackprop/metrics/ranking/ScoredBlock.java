package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;
import java.util.Locale;
import org.sparkbackprop.error.DataException;

/**
 * Scores of some rows. Each column is ranked by itself: that of a class against the rest, of a
 * label, or of the one positive class.
 *
 * @param scores row by row, (rows × columns)
 * @param positive whether a row is a positive in a column, (rows × columns); of no length if all
 *     are
 * @param columns at least 1
 * @param weights of the rows; of no length if each counts once
 */
public record ScoredBlock(double[] scores, boolean[] positive, int columns, double[] weights)
    implements Serializable {

  /**
   * Scores of rows.
   *
   * @throws IllegalArgumentException if the lengths do not fit
   */
  public ScoredBlock {
    int rows = rows(scores.length, columns, weights.length);
    if (positive.length != 0 && positive.length != scores.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rows with %d columns, but %d marks of positives",
              rows,
              columns,
              positive.length));
    }
  }

  static int rows(int numbers, int columns, int weights) {
    if (columns < 1 || numbers % columns != 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d numbers are no rows of %d columns", numbers, columns));
    }
    int rows = numbers / columns;
    if (weights != 0 && weights != rows) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d rows, but %d weights", rows, weights));
    }
    return rows;
  }

  /**
   * Each class against the rest.
   *
   * @param scores of each class for each row, (rows × classes)
   * @param labels the classes of the rows, from 0
   * @param weights of the rows; of no length if each counts once
   * @throws IllegalArgumentException if a label is not one of the classes, or lengths do not fit
   */
  public static ScoredBlock ofClasses(
      double[] scores, int classes, int[] labels, double[] weights) {
    boolean[] positive = new boolean[scores.length];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%d is the label of a row, of %d classes", labels[i], classes));
      }
      positive[i * classes + labels[i]] = true;
    }
    ScoredBlock block = new ScoredBlock(scores, positive, classes, weights);
    if (labels.length != block.rows()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d rows, but %d labels", block.rows(), labels.length));
    }
    return block;
  }

  /** Number of rows. */
  public int rows() {
    return scores.length / columns;
  }

  /**
   * A score; −0 is 0.
   *
   * @throws DataException if it is not finite
   */
  public double score(int row, int column) {
    double score = scores[row * columns + column];
    if (!(Math.abs(score) <= Double.MAX_VALUE)) {
      throw new DataException(
          "%s is among the numbers to be ranked, which must be finite".formatted(score));
    }
    return score + 0.0;
  }

  /** Whether a row is a positive in a column. */
  public boolean isPositive(int row, int column) {
    return positive.length == 0 || positive[row * columns + column];
  }

  /**
   * The weight of a row.
   *
   * @throws DataException if it is negative or not finite
   */
  public double weight(int row) {
    if (weights.length == 0) {
      return 1;
    }
    double weight = weights[row];
    if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
      throw new DataException(
          "%s is the weight of a row, which must be finite and at least 0".formatted(weight));
    }
    return weight;
  }
}
