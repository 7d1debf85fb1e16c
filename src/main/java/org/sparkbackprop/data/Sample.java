package org.sparkbackprop.data;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;

/**
 * A row as it was read, before any preparation.
 *
 * @param features its features, in the order of the source's names
 * @param label the name of its class, or null if it has none
 */
public record Sample(Vector features, String label) implements Serializable {}
