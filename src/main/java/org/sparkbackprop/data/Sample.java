package org.sparkbackprop.data;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;

/**
 * A row as it was read, before any preparation.
 *
 * @param features its features, in the order of the source's names
 * @param label the name of its class, or null if it has none
 * @param weight how often it counts, a finite number from 0 on
 */
public record Sample(Vector features, String label, double weight) implements Serializable {

  /** A row that counts once. */
  public Sample(Vector features, String label) {
    this(features, label, 1);
  }
}
