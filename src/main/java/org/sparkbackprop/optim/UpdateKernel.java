package org.sparkbackprop.optim;

/**
 * The formula of one step over whole vectors, in either precision; the operations on each number do
 * not depend on its neighbours.
 */
public interface UpdateKernel {

  /**
   * Moves the parameters.
   *
   * @param parameters modified
   * @param gradient not modified
   * @param moments in the order of {@link UpdateRule#moments()}; modified
   */
  void update(double[] parameters, double[] gradient, double[][] moments);

  /** The same in single precision. */
  void update(float[] parameters, float[] gradient, float[][] moments);
}
