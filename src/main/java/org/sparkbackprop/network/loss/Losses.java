package org.sparkbackprop.network.loss;

import java.util.function.Supplier;

/** The table of losses: a new one is a file and a line here. */
@SuppressWarnings("ImmutableEnumChecker") // a constructor has no state
public enum Losses {
  /** For samples of exactly one class each. */
  SOFTMAX_CROSS_ENTROPY(SoftmaxCrossEntropy::new);

  private final Supplier<Loss> maker;

  Losses(Supplier<Loss> maker) {
    this.maker = maker;
  }

  /** This loss with new buffers. */
  public Loss create() {
    return maker.get();
  }
}
