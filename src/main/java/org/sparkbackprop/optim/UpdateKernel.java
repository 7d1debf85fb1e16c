package org.sparkbackprop.optim;

/**
 * The formula of one step over whole vectors, in either precision; the operations on each number
 * are the same, whichever numbers stand beside it.
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
