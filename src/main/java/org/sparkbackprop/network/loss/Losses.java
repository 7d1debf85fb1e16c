package org.sparkbackprop.network.loss;

import java.util.function.Function;

/** The table of losses: a new one is a file and a line here. */
@SuppressWarnings("ImmutableEnumChecker") // a constructor has no state
public enum Losses {
  /** For samples of exactly one class each. */
  SOFTMAX_CROSS_ENTROPY(SoftmaxCrossEntropy::new);

  private final Function<LabelSmoothing, Loss> maker;

  Losses(Function<LabelSmoothing, Loss> maker) {
    this.maker = maker;
  }

  /** This loss with new buffers. */
  public Loss create() {
    return create(LabelSmoothing.NONE);
  }

  /**
   * This loss with new buffers, smoothing the targets of what training minimises.
   *
   * @param smoothing of these targets; scores are never smoothed
   */
  public Loss create(LabelSmoothing smoothing) {
    return maker.apply(smoothing);
  }
}
