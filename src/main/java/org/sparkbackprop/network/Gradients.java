package org.sparkbackprop.network;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.blas.BlasChoice;

/**
 * Sums over samples: the gradient of the cost by every parameter, the cost, and how many samples
 * were predicted correctly. Sums of parts add up to the sum of the whole; nothing is divided here.
 */
public final class Gradients implements Sliceable<Gradients> {

  private static final long serialVersionUID = 1;

  private final double[] values;
  private final TreeSet<String> kernels;
  private double cost;
  private long correct;
  private long samples;
  private long computeNanos;
  private long sumNanos;

  /** Sums over no samples. */
  public Gradients(int parameterCount) {
    this(new double[parameterCount], Set.of(BlasChoice.ofThisThread().identity()));
  }

  private Gradients(double[] values, Set<String> kernels) {
    this.values = values;
    this.kernels = new TreeSet<>(kernels);
  }

  /** Room for the slices of sums over this many parameters, computed elsewhere. */
  public static Gradients room(int parameterCount) {
    return new Gradients(new double[parameterCount], Set.of());
  }

  /** ∂J/∂parameter, in the order of {@link Parameters}; shared, not copied. */
  public double[] values() {
    return values;
  }

  /** J, the sum over samples, each by its weight. */
  public double cost() {
    return cost;
  }

  /** How many samples were predicted correctly, where the loss knows what that is. */
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

  /** How long tasks have computed these sums, all of them together, in nanoseconds. */
  public long computeNanos() {
    return computeNanos;
  }

  /** How long tasks have added such sums, all of them together, in nanoseconds. */
  public long sumNanos() {
    return sumNanos;
  }

  /** A task has computed for so long. */
  public void computed(long nanos) {
    computeNanos += nanos;
  }

  @Override
  public void added(long nanos) {
    sumNanos += nanos;
  }

  @Override
  public Gradients add(Gradients other) {
    for (int i = 0; i < values.length; i++) {
      values[i] += other.values[i];
    }
    kernels.addAll(other.kernels);
    addOutcome(other.cost, other.correct, other.samples);
    computed(other.computeNanos);
    added(other.sumNanos);
    return this;
  }

  /** The cost, the counts and the kernels are in every slice. */
  @Override
  public Gradients slice(int slice, int slices) {
    Gradients part = new Gradients(Sliceable.slice(values, slice, slices), kernels);
    part.addOutcome(cost, correct, samples);
    part.computed(computeNanos);
    return part;
  }

  @Override
  public void put(Gradients part, int slice, int slices) {
    int from = Sliceable.begin(values.length, slice, slices);
    System.arraycopy(part.values, 0, values, from, part.values.length);
    added(part.sumNanos); // each slice by another task
    kernels.addAll(part.kernels); // slices may have been computed by different tries of a task
    if (slice == 0) {
      addOutcome(part.cost, part.correct, part.samples);
      computed(part.computeNanos);
    }
  }
}
