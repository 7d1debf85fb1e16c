package org.sparkbackprop.data.rows;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;

/**
 * One row that a program gives, as it is before any preparation.
 *
 * @param label the name of its class, or a number that stands for it, as 1 or 1.0; null where rows
 *     are to be predicted
 * @param features of shape (features), dense or sparse, of the same size in all rows; NaN where a
 *     value is missing, else finite
 * @param weight how often the row counts, a finite number from 0 on
 */
public record Sample(String label, Vector features, double weight) implements Serializable {

  /** A row that counts once. */
  public Sample(String label, Vector features) {
    this(label, features, 1);
  }
}
