package org.sparkbackprop.network.loss;

import java.util.function.Supplier;

/** The table of losses: a new one is a file and a line here. */
@SuppressWarnings("ImmutableEnumChecker") // a constructor has no state
public enum Losses {
  /** For samples of exactly one class each. */
  SOFTMAX_CROSS_ENTROPY("softmax-cross-entropy", SoftmaxCrossEntropy::new);

  private final String lossName;
  private final Supplier<Loss> maker;

  Losses(String lossName, Supplier<Loss> maker) {
    this.lossName = lossName;
    this.maker = maker;
  }

  /** The name in configurations and models. */
  public String lossName() {
    return lossName;
  }

  /** This loss with new buffers. */
  public Loss create() {
    return maker.get();
  }
}
