package org.sparkbackprop.network;

import org.sparkbackprop.linalg.CounterRandom;
import org.sparkbackprop.linalg.DoubleMatrix;

/** Samples drawn by a seed, for tests. */
public final class RandomBatch {

  private RandomBatch() {}

  /** Normal features, uniform labels. */
  public static Batch of(int samples, int features, int classes, long seed) {
    CounterRandom random = new CounterRandom(seed, 99);
    DoubleMatrix inputs = DoubleMatrix.zeros(samples, features);
    for (int i = 0; i < samples * features; i++) {
      inputs.array()[i] = random.normal(i);
    }
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = (int) (random.uniform(1_000_000_000L + i) * classes);
    }
    return new Batch(inputs, labels);
  }
}
