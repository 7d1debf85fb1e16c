package org.sparkbackprop.network.loss;

import java.util.function.DoubleFunction;

/** The table of losses: a new one is a file and a line here. */
@SuppressWarnings("ImmutableEnumChecker") // a constructor has no state
public enum Losses {
  /** For samples of exactly one class each. */
  SOFTMAX_CROSS_ENTROPY(SoftmaxCrossEntropy::new);

  private final DoubleFunction<Loss> maker;

  Losses(DoubleFunction<Loss> maker) {
    this.maker = maker;
  }

  /** This loss with new buffers. */
  public Loss create() {
    return create(0);
  }

  /**
   * This loss with new buffers, smoothing the targets of what training minimises.
   *
   * @param smoothing ε, from 0 to below 1; scores are never smoothed
   */
  public Loss create(double smoothing) {
    return maker.apply(smoothing);
  }
}
