package org.sparkbackprop.settings;

import java.util.Optional;

/**
 * What is held out of training to judge it by, and what nothing is chosen by.
 *
 * @param own which of the input's own rows; a share has no meaning where there is an input for it
 * @param input a separate input for validation, of the same format as the training's
 * @param testInput a separate input for the test, alike
 */
public record ValidationSettings(
    HoldOutSettings own, Optional<InputSettings> input, Optional<InputSettings> testInput) {

  /** A share of the rows for validation, or an input; no test. */
  public ValidationSettings(double fraction, Optional<InputSettings> input) {
    this(HoldOutSettings.of(fraction), input, Optional.empty());
  }

  /** Which of the input's own rows are held out: none for a part that has an input of its own. */
  public HoldOutSettings heldOut() {
    HoldOutShares asked = own.shares();
    HoldOutShares shares =
        new HoldOutShares(
            input.isPresent() ? 0 : asked.validation(),
            testInput.isPresent() ? 0 : asked.test(),
            asked.seed(),
            asked.of());
    return new HoldOutSettings(shares, own.groupBy(), own.orderBy());
  }

  /** Whether there is anything to judge training by. */
  public boolean isThere() {
    return own.shares().validation() > 0 || input.isPresent();
  }
}
