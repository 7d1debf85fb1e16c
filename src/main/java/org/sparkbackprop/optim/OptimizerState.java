package org.sparkbackprop.optim;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An optimiser's memory between steps.
 *
 * @param vectors by name, as long as the parameters or of one number; shared: a step modifies them
 */
public record OptimizerState(Map<String, double[]> vectors) implements Serializable {

  /** A state of these vectors, which are shared, not copied. */
  public OptimizerState {
    vectors = new LinkedHashMap<>(vectors);
  }

  /** The vectors of these names in their order, shared. */
  public double[][] vectors(List<String> names) {
    return names.stream().map(vectors::get).toArray(double[][]::new);
  }

  /** Number of numbers in all vectors. */
  public long numberCount() {
    return vectors.values().stream().mapToLong(vector -> vector.length).sum();
  }

  /** A copy that later steps do not modify. */
  public OptimizerState copy() {
    return mapped(double[]::clone);
  }

  /** A state with each vector replaced by a function of it. */
  public OptimizerState mapped(UnaryOperator<double[]> function) {
    OptimizerState state = new OptimizerState(vectors);
    state.vectors.replaceAll((name, vector) -> function.apply(vector));
    return state;
  }
}
