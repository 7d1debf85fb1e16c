package org.sparkbackprop.network;

import java.io.Serializable;
import org.sparkbackprop.linalg.Block;

/**
 * A block of samples.
 *
 * @param inputs X, (samples × features)
 * @param labels the class of each sample, from 0; {@link #UNLABELLED} where there is none
 * @param weights how often each sample counts in cost and gradient, finite numbers from 0 on; empty
 *     where every sample counts once
 */
public record Batch(Block inputs, int[] labels, double[] weights) implements Serializable {

  /** The label of a sample of which only the network's opinion is wanted. */
  public static final int UNLABELLED = -1;

  private static final double[] NO_WEIGHTS = {};

  /**
   * Checks that there is one label a sample, and one weight if there are any.
   *
   * @throws IllegalArgumentException if the numbers differ, or a weight is negative or not finite
   */
  public Batch {
    if (inputs.rows() != labels.length) {
      throw new IllegalArgumentException(
          "%s samples have %s labels".formatted(inputs.rows(), labels.length));
    }
    if (weights.length != 0 && weights.length != labels.length) {
      throw new IllegalArgumentException(
          "%s samples have %s weights".formatted(labels.length, weights.length));
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
   * @throws IllegalArgumentException if there is not one label a sample
   */
  public Batch(Block inputs, int[] labels) {
    this(inputs, labels, NO_WEIGHTS);
  }

  /** Number of samples. */
  public int size() {
    return labels.length;
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
    Block selected = inputs.rowsLike(samples.length);
    int[] selectedLabels = new int[samples.length];
    double[] selectedWeights = isWeighted() ? new double[samples.length] : NO_WEIGHTS;
    for (int i = 0; i < samples.length; i++) {
      selectedLabels[i] = labels[samples[i]];
      if (isWeighted()) {
        selectedWeights[i] = weights[samples[i]];
      }
      inputs.copyRow(samples[i], selected, i);
    }
    return new Batch(selected.byColumns(), selectedLabels, selectedWeights);
  }
}
