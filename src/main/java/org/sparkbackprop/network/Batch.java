package org.sparkbackprop.network;

import java.io.Serializable;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * A block of samples.
 *
 * @param inputs X, (samples × features)
 * @param labels the class of each sample, from 0; {@link #UNLABELLED} where there is none
 */
public record Batch(Block inputs, int[] labels) implements Serializable {

  /** The label of a sample of which only the network's opinion is wanted. */
  public static final int UNLABELLED = -1;

  /**
   * Checks that there is one label a sample.
   *
   * @throws IllegalArgumentException if the numbers differ
   */
  public Batch {
    if (inputs.rows() != labels.length) {
      throw new IllegalArgumentException(
          "%d samples have %d labels".formatted(inputs.rows(), labels.length));
    }
  }

  /** Number of samples. */
  public int size() {
    return labels.length;
  }

  /** The samples at these places, in this order, copied as doubles. */
  public Batch select(int[] samples) {
    DoubleMatrix selected = DoubleMatrix.zeros(samples.length, inputs.columns());
    int[] selectedLabels = new int[samples.length];
    for (int i = 0; i < samples.length; i++) {
      selectedLabels[i] = labels[samples[i]];
      for (int j = 0; j < inputs.columns(); j++) {
        selected.array()[j * samples.length + i] = inputs.element(samples[i], j);
      }
    }
    return new Batch(selected, selectedLabels);
  }
}
