package org.sparkbackprop.settings;

import java.util.Optional;
import org.sparkbackprop.network.loss.Temperatures;

/**
 * The rows for validation and for the test.
 *
 * @param own rows of the training's input; a share is not used if there is a separate input for it
 * @param input a separate input for validation, in the format of the training's
 * @param testInput a separate input for the test, likewise
 * @param calibration after training; without rows for validation there is none
 */
public record ValidationSettings(
    HoldOutSettings own,
    Optional<InputSettings> input,
    Optional<InputSettings> testInput,
    Calibration calibration) {

  /** What is done to probabilities after training, so that they can be believed. */
  public enum Calibration {
    /** Nothing. */
    NONE,
    /** Scores are divided by a temperature that suits the validation rows. */
    TEMPERATURE;

    /** The temperatures among which each validation takes that of the least cost. */
    public Temperatures temperatures() {
      return this == NONE ? Temperatures.NONE : Temperatures.coarse();
    }
  }

  /** A share of the rows, or an input, for validation; no test. */
  public ValidationSettings(double fraction, Optional<InputSettings> input) {
    this(HoldOutSettings.of(fraction), input, Optional.empty(), Calibration.NONE);
  }

  /** Which rows of the training's input are held out: none for a part with a separate input. */
  public HoldOutSettings heldOut() {
    HoldOutShares asked = own.shares();
    HoldOutShares shares =
        new HoldOutShares(
            input.isPresent() ? 0 : asked.validation(),
            testInput.isPresent() ? 0 : asked.test(),
            asked.seed(),
            asked.of());
    return new HoldOutSettings(shares, own.groupBy(), own.orderBy(), own.leastRows());
  }

  /** The same, with rows held out of any number. */
  ValidationSettings ofAnyNumber() {
    return new ValidationSettings(own.ofAnyNumber(), input, testInput, calibration);
  }

  /** Whether there are rows for validation. */
  public boolean isThere() {
    return own.shares().validation() > 0 || input.isPresent();
  }
}
