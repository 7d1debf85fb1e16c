package org.sparkbackprop.network;

import java.io.Serializable;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.network.loss.Targets;

/**
 * A block of samples.
 *
 * @param inputs X, (samples × features)
 * @param targets what the network should predict for each sample
 * @param weights of the samples in cost and gradient, finite numbers from 0 on; empty if every
 *     sample counts once
 */
public record Batch(Block inputs, Targets targets, double[] weights) implements Serializable {

  private static final double[] NO_WEIGHTS = {};

  /**
   * Checks targets and weights.
   *
   * @throws IllegalArgumentException if their number is not that of the samples, or a weight is
   *     negative or not finite
   */
  public Batch {
    if (inputs.rows() != targets.size()) {
      throw new IllegalArgumentException(
          "%s samples have %s targets".formatted(inputs.rows(), targets.size()));
    }
    if (weights.length != 0 && weights.length != targets.size()) {
      throw new IllegalArgumentException(
          "%s samples have %s weights".formatted(targets.size(), weights.length));
    }
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0 && Double.isFinite(weights[i]))) {
        throw new IllegalArgumentException(
            "sample %s has the weight %s, not a finite number of at least 0"
                .formatted(i, weights[i]));
      }
    }
  }

  /**
   * Samples that count once each.
   *
   * @throws IllegalArgumentException if there is not one target for each sample
   */
  public Batch(Block inputs, Targets targets) {
    this(inputs, targets, NO_WEIGHTS);
  }

  /** Number of samples. */
  public int size() {
    return targets.size();
  }

  /** Whether samples have weights. */
  public boolean isWeighted() {
    return weights.length > 0;
  }

  /** The weight of a sample; 1 if samples have none. */
  public double weight(int sample) {
    return isWeighted() ? weights[sample] : 1;
  }

  /** The sum of the weights of all samples. */
  public double totalWeight() {
    double total = isWeighted() ? 0 : size();
    for (double weight : weights) {
      total += weight;
    }
    return total;
  }

  /**
   * The samples at these places with their weights, in this order, copied to a block of the same
   * kind, stored column by column if its kind can be.
   */
  public Batch select(int[] samples) {
    Batch selected = isWeighted() ? weightedLike(samples.length) : unweightedLike(samples.length);
    for (int i = 0; i < samples.length; i++) {
      copy(samples[i], selected, i);
    }
    return selected.byColumns();
  }

  /** Room for samples of the same kind without weights, stored row by row. */
  public Batch unweightedLike(int samples) {
    return new Batch(inputs.rowsLike(samples), targets.targetsLike(samples));
  }

  /** Room for samples of the same kind with weights, stored row by row. */
  public Batch weightedLike(int samples) {
    return new Batch(inputs.rowsLike(samples), targets.targetsLike(samples), new double[samples]);
  }

  /** Copies a sample, and its weight if the target has weights, to a batch of the same kind. */
  public void copy(int sample, Batch target, int at) {
    inputs.copyRow(sample, target.inputs, at);
    targets.copy(sample, target.targets, at);
    if (target.isWeighted()) {
      target.weights[at] = weight(sample);
    }
  }

  /** The same samples, stored column by column if their kind of block can be. */
  public Batch byColumns() {
    return new Batch(inputs.byColumns(), targets, weights);
  }
}
