package org.sparkbackprop.network;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sparkbackprop.linalg.BlasChoice;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Matrix;

/**
 * Sums over samples: the gradient of the cost by every parameter, the cost, and how many samples
 * were classified correctly. Sums of parts add up to the sum of the whole; nothing is divided here.
 */
public final class Gradients implements Summable<Gradients>, Serializable {

  private static final long serialVersionUID = 1;

  private final double[] values;
  private final TreeSet<String> kernels = new TreeSet<>();
  private double cost;
  private long correct;
  private long samples;

  /** Sums over no samples. */
  public Gradients(int parameterCount) {
    values = new double[parameterCount];
    kernels.add(BlasChoice.ofThisJvm().identity());
  }

  /** ∂J/∂parameter, in the order of {@link Parameters}; shared, not copied. */
  public double[] values() {
    return values;
  }

  /** J = −Σ w T log Y, with w the weight of a sample. */
  public double cost() {
    return cost;
  }

  /** How many samples have their own class as the most probable one. */
  public long correct() {
    return correct;
  }

  /** How many samples were summed. */
  public long samples() {
    return samples;
  }

  /** The identity of every BLAS that had a part in the sums, in order. */
  public SortedSet<String> kernels() {
    return Collections.unmodifiableSortedSet(kernels);
  }

  /** Adds the gradient of a block of samples, in any precision. */
  void addGradient(Matrix gradient) {
    DoubleMatrix.columnMajor(values, 0, 1, values.length).add(gradient);
  }

  /** Adds the cost and number correct of a block of samples. */
  void addOutcome(double blockCost, long blockCorrect, long blockSamples) {
    cost += blockCost;
    correct += blockCorrect;
    samples += blockSamples;
  }

  @Override
  public Gradients add(Gradients other) {
    for (int i = 0; i < values.length; i++) {
      values[i] += other.values[i];
    }
    kernels.addAll(other.kernels);
    addOutcome(other.cost, other.correct, other.samples);
    return this;
  }
}
