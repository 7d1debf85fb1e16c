package org.sparkbackprop.data;

import java.util.Optional;

/**
 * What is held out of training to judge it by.
 *
 * @param fraction of the rows, from 0 (none) to below 1; without meaning if there is an input
 * @param input a separate input, of the same format as the training's
 */
public record ValidationSettings(double fraction, Optional<InputSettings> input) {

  /** The share of the input's own rows that is held out: none where there is a separate input. */
  public double heldOut() {
    return input.isPresent() ? 0 : fraction;
  }

  /** Whether anything is held out. */
  public boolean isThere() {
    return fraction > 0 || input.isPresent();
  }
}
