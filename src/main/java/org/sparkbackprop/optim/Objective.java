package org.sparkbackprop.optim;

/** A function to minimise. */
public interface Objective {

  /**
   * Cost, accuracy and gradient at a point, all of the same pass.
   *
   * @param weights the point; not modified
   */
  Evaluation evaluate(double[] weights);
}
