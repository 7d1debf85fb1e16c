package org.sparkbackprop.data.rows;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;

/**
 * One row given by a program, before any preparation.
 *
 * @param label the name of its class, or a number that stands for it, such as 1 or 1.0; null in
 *     rows to be predicted
 * @param features of shape (features), dense or sparse, of the same size in all rows; NaN for a
 *     missing value, otherwise finite
 * @param weight how often the row counts, finite and at least 0
 */
public record Sample(String label, Vector features, double weight) implements Serializable {

  /** A row that counts once. */
  public Sample(String label, Vector features) {
    this(label, features, 1);
  }
}
