package org.sparkbackprop.settings;

import java.util.List;
import java.util.Optional;

/**
 * Which rows are held out of training.
 *
 * @param shares of the rows, and how they are drawn
 * @param groupBy rows with equal values in these columns stay together; empty for none
 * @param orderBy the newest rows by this column are held out
 * @param leastRows with fewer good rows, none is held out for validation
 */
public record HoldOutSettings(
    HoldOutShares shares, List<String> groupBy, Optional<String> orderBy, long leastRows) {

  /** Of fewer rows, a fifth is too few to judge by, and is missed by the training. */
  public static final long ENOUGH_ROWS = 200;

  /** The same where numbers are predicted: the errors of a few rows say less of them. */
  public static final long ENOUGH_ROWS_OF_NUMBERS = 1_000;

  /** For any number of rows. */
  public HoldOutSettings(HoldOutShares shares, List<String> groupBy, Optional<String> orderBy) {
    this(shares, groupBy, orderBy, 0);
  }

  /** Nothing is held out. */
  public static HoldOutSettings none() {
    return new HoldOutSettings(HoldOutShares.NONE, List.of(), Optional.empty());
  }

  /** A share of each class for validation. */
  public static HoldOutSettings of(double validation) {
    HoldOutShares shares = new HoldOutShares(validation, 0, 1, HoldOutShares.Of.EACH_CLASS);
    return new HoldOutSettings(shares, List.of(), Optional.empty());
  }

  /** Whether any rows are to be held out. */
  public boolean isAsked() {
    return shares.isAny();
  }

  /** The same for any number of rows. */
  public HoldOutSettings ofAnyNumber() {
    return new HoldOutSettings(shares, groupBy, orderBy);
  }

  /** What is held out of a number of good rows. */
  public HoldOutSettings of(long rows) {
    if (rows >= leastRows) {
      return ofAnyNumber();
    }
    HoldOutShares testAlone = new HoldOutShares(0, shares.test(), shares.seed(), shares.of());
    return new HoldOutSettings(testAlone, groupBy, orderBy);
  }

  /** The columns that rows are divided by; features only if the settings name them as such. */
  public List<String> columns() {
    return orderBy.map(List::of).orElse(groupBy);
  }
}
