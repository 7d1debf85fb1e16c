package org.sparkbackprop.optim;

import java.io.Serializable;

/**
 * One step downhill: (parameters, the objective there) → parameters. Immutable; its memory is a
 * state that can be saved and restored.
 */
public interface Optimizer extends Serializable {

  /** The state before the first step. */
  OptimizerState initialState(int parameterCount);

  /**
   * Moves the parameters by one step, in place.
   *
   * @param objective for steps that try other points; a function of the point alone
   * @param parameters the point; modified
   * @param at the objective at the point; not modified
   * @param learningRate η, a positive number: the length of a step, or the first length that a line
   *     search tries
   * @param state the memory of earlier steps; modified
   */
  Step step(
      Objective objective,
      double[] parameters,
      Evaluation at,
      double learningRate,
      OptimizerState state);

  /** Whether twice the gradient makes a step twice as long. */
  default boolean stepsAreLongAsTheGradient() {
    return false;
  }

  /**
   * The result of a step.
   *
   * @param taken whether the parameters have moved; if not, no step lowers the cost any more
   * @param reached the objective at the new parameters, if the step evaluated it; else null
   */
  record Step(boolean taken, Evaluation reached) {

    /** The parameters have moved to a point that was not evaluated. */
    static final Step TAKEN = new Step(true, null);

    /** No step lowers the cost. */
    static final Step NONE_LEFT = new Step(false, null);

    /** The parameters have moved to a point that was evaluated. */
    static Step to(Evaluation reached) {
      return new Step(true, reached);
    }
  }
}
