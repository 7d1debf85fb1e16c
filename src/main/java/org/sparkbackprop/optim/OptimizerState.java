package org.sparkbackprop.optim;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an optimiser remembers between steps: vectors by name, as long as the parameters, or of one
 * number.
 */
public final class OptimizerState implements Serializable {

  private static final long serialVersionUID = 1;

  private final LinkedHashMap<String, double[]> vectors;

  /** A state of these vectors, which are shared, not copied. */
  public OptimizerState(Map<String, double[]> vectors) {
    this.vectors = new LinkedHashMap<>(vectors);
  }

  /** The vectors by name, shared: a step modifies them. */
  public Map<String, double[]> vectors() {
    return vectors;
  }

  /** The vectors of these names in their order, shared. */
  public double[][] vectors(List<String> names) {
    return names.stream().map(vectors::get).toArray(double[][]::new);
  }

  /** How many numbers all vectors have together. */
  public long numberCount() {
    return vectors.values().stream().mapToLong(vector -> vector.length).sum();
  }

  /** A state that later steps leave as it is. */
  public OptimizerState copy() {
    LinkedHashMap<String, double[]> copies = new LinkedHashMap<>();
    vectors.forEach((name, vector) -> copies.put(name, vector.clone()));
    return new OptimizerState(copies);
  }
}
