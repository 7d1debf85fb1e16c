package org.sparkbackprop.network;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.blas.BlasChoice;

/**
 * Sums over samples: the gradient of the cost by every parameter, the cost, and the number of
 * samples predicted correctly. Nothing is divided here, so that sums of parts add up to that of the
 * whole.
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

  /** Room for slices of sums that were computed elsewhere. */
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

  /** Number of samples predicted correctly, as of {@link org.sparkbackprop.network.loss.Loss}. */
  public long correct() {
    return correct;
  }

  /** Number of samples. */
  public long samples() {
    return samples;
  }

  /** The identities of all BLAS that computed parts of the sums, sorted. */
  public SortedSet<String> kernels() {
    return Collections.unmodifiableSortedSet(kernels);
  }

  /** Adds the gradient of a block of samples, in any precision. */
  public void addGradient(Matrix gradient) {
    DoubleMatrix.columnMajor(values, 0, 1, values.length).add(gradient);
  }

  /** Adds the cost and number correct of a block of samples. */
  public void addOutcome(double blockCost, long blockCorrect, long blockSamples) {
    cost += blockCost;
    correct += blockCorrect;
    samples += blockSamples;
  }

  /** Nanoseconds in which tasks computed these sums, added up over the tasks. */
  public long computeNanos() {
    return computeNanos;
  }

  /** Nanoseconds in which tasks added such sums, added up over the tasks. */
  public long sumNanos() {
    return sumNanos;
  }

  /** Adds to the time in which tasks computed. */
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
    kernels.addAll(part.kernels); // slices may come from different attempts of a task
    if (slice == 0) {
      addOutcome(part.cost, part.correct, part.samples);
      computed(part.computeNanos);
    }
  }
}
