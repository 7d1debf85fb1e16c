package org.sparkbackprop.network.loss;

import java.util.function.Supplier;

/** The table of losses: a new one is a file of its own and a line here. */
@SuppressWarnings("ImmutableEnumChecker") // a constructor has no state
public enum Losses {
  /** For classes of which a sample has exactly one. */
  SOFTMAX_CROSS_ENTROPY("softmax-cross-entropy", SoftmaxCrossEntropy::new);

  private final String lossName;
  private final Supplier<Loss> maker;

  Losses(String lossName, Supplier<Loss> maker) {
    this.lossName = lossName;
    this.maker = maker;
  }

  /** The name by which configurations and models call this loss. */
  public String lossName() {
    return lossName;
  }

  /** This loss with buffers of its own. */
  public Loss create() {
    return maker.get();
  }
}
