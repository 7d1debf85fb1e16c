package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.Vector;

/**
 * One row given by a program, before any preparation.
 *
 * @param label the name of its class, or a number that stands for it, such as 1 or 1.0; or the
 *     names of its labels, with separators; or the only number to be predicted; null in rows to be
 *     predicted, and where there are targets
 * @param targets of shape (columns to be predicted), finite numbers, or 1 and 0 for labels; null
 *     where there is a label
 * @param features of shape (features), dense or sparse, of the same size in all rows; NaN for a
 *     missing value, otherwise finite
 * @param weight how often the row counts, finite and at least 0
 */
public record Sample(String label, double[] targets, Vector features, double weight)
    implements Serializable {

  /** A row with a label. */
  public Sample(String label, Vector features, double weight) {
    this(label, null, features, weight);
  }

  /** A row with a label that counts once. */
  public Sample(String label, Vector features) {
    this(label, features, 1);
  }

  /** A row with numbers to be predicted, or a flag for each label, that counts once. */
  public static Sample ofTargets(double[] targets, Vector features) {
    return new Sample(null, targets, features, 1);
  }

  /** The row as a text, for reports. */
  @Override
  public String toString() {
    String target = targets == null ? "label=" + label : "targets=" + Arrays.toString(targets);
    return "Sample[%s, features=%s, weight=%s]".formatted(target, features, weight);
  }
}
