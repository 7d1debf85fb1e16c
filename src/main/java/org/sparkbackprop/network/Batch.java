package org.sparkbackprop.network;

import java.io.Serializable;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.network.loss.Targets;

/**
 * A block of samples.
 *
 * @param inputs X, (samples × features)
 * @param targets what the network is to make of each sample
 * @param weights how often each sample counts in cost and gradient, finite numbers from 0 on; empty
 *     where every sample counts once
 */
public record Batch(Block inputs, Targets targets, double[] weights) implements Serializable {

  private static final double[] NO_WEIGHTS = {};

  /**
   * Checks that there is one target a sample, and one weight if there are any.
   *
   * @throws IllegalArgumentException if the numbers differ, or a weight is negative or not finite
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
            "sample %s has the weight %s, which is not a finite number from 0 on"
                .formatted(i, weights[i]));
      }
    }
  }

  /**
   * Samples that count once each.
   *
   * @throws IllegalArgumentException if there is not one target a sample
   */
  public Batch(Block inputs, Targets targets) {
    this(inputs, targets, NO_WEIGHTS);
  }

  /** Number of samples. */
  public int size() {
    return targets.size();
  }

  /** Whether samples have weights of their own. */
  public boolean isWeighted() {
    return weights.length > 0;
  }

  /** How often a sample counts. */
  public double weight(int sample) {
    return isWeighted() ? weights[sample] : 1;
  }

  /** The sum of the weights of all samples: their number where they have none. */
  public double totalWeight() {
    double total = isWeighted() ? 0 : size();
    for (double weight : weights) {
      total += weight;
    }
    return total;
  }

  /**
   * The samples at these places with their weights, in this order, copied into a block of the same
   * kind, stored column by column where it knows that.
   */
  public Batch select(int[] samples) {
    Batch selected = isWeighted() ? weightedLike(samples.length) : unweightedLike(samples.length);
    for (int i = 0; i < samples.length; i++) {
      copy(samples[i], selected, i);
    }
    return selected.byColumns();
  }

  /** Room for so many samples of the same kind, stored row by row, that count once each. */
  public Batch unweightedLike(int samples) {
    return new Batch(inputs.rowsLike(samples), targets.targetsLike(samples));
  }

  /** Room for so many samples of the same kind, stored row by row, with weights of their own. */
  public Batch weightedLike(int samples) {
    return new Batch(inputs.rowsLike(samples), targets.targetsLike(samples), new double[samples]);
  }

  /** Copies a sample to a place in another batch of the same kind, and its weight if it has any. */
  public void copy(int sample, Batch target, int at) {
    inputs.copyRow(sample, target.inputs, at);
    targets.copy(sample, target.targets, at);
    if (target.isWeighted()) {
      target.weights[at] = weight(sample);
    }
  }

  /** The same samples, stored column by column where their block knows that. */
  public Batch byColumns() {
    return new Batch(inputs.byColumns(), targets, weights);
  }
}
