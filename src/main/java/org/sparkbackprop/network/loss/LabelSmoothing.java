package org.sparkbackprop.network.loss;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Smoothed targets (Szegedy et al., CVPR 2016, section 7): 1 − ε + ε u_k for a sample's own class
 * k, ε u_k for each other one, where the distribution u over the classes is uniform, or their
 * shares of the samples. With shares, a network that is sure of everything still says that rare
 * classes are rare.
 *
 * @param share ε, from 0 to below 1; 0: targets are not smoothed
 * @param distribution u of each class; empty if it is uniform
 */
public record LabelSmoothing(double share, List<Double> distribution) implements Serializable {

  /** Targets as they are. */
  public static final LabelSmoothing NONE = uniform(0);

  /** With a copy of the distribution. */
  public LabelSmoothing {
    distribution = List.copyOf(distribution);
  }

  /** Smoothing that takes all classes alike. */
  public static LabelSmoothing uniform(double share) {
    return new LabelSmoothing(share, List.of());
  }

  /** ε u_k of each of some classes. */
  double[] ofEach(int classes) {
    double[] ofEach = new double[classes];
    if (distribution.isEmpty()) {
      Arrays.fill(ofEach, share / classes);
    } else {
      Arrays.setAll(ofEach, k -> share * distribution.get(k));
    }
    return ofEach;
  }
}
