package org.sparkbackprop.optim;

import java.io.Serializable;

/** One step downhill: (weights, gradient) → weights. Immutable; what it remembers is its state. */
public interface Optimizer extends Serializable {

  /** The state before the first step. */
  OptimizerState initialState(int parameterCount);

  /**
   * Moves the weights by one step, in place.
   *
   * @param weights the point; modified
   * @param gradient ∂cost/∂weights at the point; not modified
   * @param state what this optimiser remembered of earlier steps; modified
   */
  void step(double[] weights, double[] gradient, OptimizerState state);
}
