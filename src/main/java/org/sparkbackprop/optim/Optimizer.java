package org.sparkbackprop.optim;

import java.io.Serializable;

/**
 * One step downhill: (parameters, what the objective says of them) → parameters. Immutable; what it
 * remembers is its state, a value that can be kept and restored.
 */
public interface Optimizer extends Serializable {

  /** The state before the first step. */
  OptimizerState initialState(int parameterCount);

  /**
   * Moves the parameters by one step, in place.
   *
   * @param objective for a step that tries other points on its way; what it says of a point depends
   *     on the point alone
   * @param parameters the point; modified
   * @param at what the objective says of the point; not modified
   * @param learningRate η, a positive number: the length of a step, or of the first try of a step
   *     that looks for its length
   * @param state what this optimiser remembered of earlier steps; modified
   */
  Step step(
      Objective objective,
      double[] parameters,
      Evaluation at,
      double learningRate,
      OptimizerState state);

  /** Whether twice the gradient makes a step of twice the length. */
  default boolean stepsAreLongAsTheGradient() {
    return false;
  }

  /**
   * What became of a step.
   *
   * @param taken whether the parameters have moved; if not, no step lowers the cost any more
   * @param reached what the objective says of the new parameters, where the step found out; else
   *     null
   */
  record Step(boolean taken, Evaluation reached) {

    /** The parameters have moved; nobody looked at where they are now. */
    static final Step TAKEN = new Step(true, null);

    /** No step lowers the cost. */
    static final Step NONE_LEFT = new Step(false, null);

    /** The parameters have moved to a point that was evaluated. */
    static Step to(Evaluation reached) {
      return new Step(true, reached);
    }
  }
}
