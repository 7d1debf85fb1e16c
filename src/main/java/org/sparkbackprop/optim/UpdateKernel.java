package org.sparkbackprop.optim;

/**
 * The formula of one step over vectors, in either precision. The operations on each number do not
 * depend on its neighbours: ranges can be updated in any order, also by several threads.
 */
public interface UpdateKernel {

  /**
   * Moves the parameters of a range.
   *
   * @param parameters modified within the range
   * @param gradient not modified
   * @param moments in the order of {@link UpdateRule#moments()}; modified within the range
   * @param from the first number of the range
   * @param until the number after its last
   */
  void update(double[] parameters, double[] gradient, double[][] moments, int from, int until);

  /** The same in single precision. */
  void update(float[] parameters, float[] gradient, float[][] moments, int from, int until);
}
