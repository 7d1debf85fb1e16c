package org.sparkbackprop.optim;

/** A function to minimise. */
public interface Objective {

  /** Cost, accuracy and gradient at a point, which is not modified. */
  Evaluation evaluate(double[] parameters);
}
