package org.sparkbackprop.optim;

/** A function to minimise. */
public interface Objective {

  /**
   * Cost, accuracy and gradient at a point, all of the same pass.
   *
   * @param parameters the point; not modified
   */
  Evaluation evaluate(double[] parameters);
}
