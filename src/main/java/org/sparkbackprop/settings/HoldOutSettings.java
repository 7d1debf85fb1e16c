package org.sparkbackprop.settings;

import java.util.List;
import java.util.Optional;

/**
 * How many rows are held out of training, and which.
 *
 * @param shares of the rows, and what they are drawn by
 * @param groupBy columns whose rows stay together if they agree in them; empty for none
 * @param orderBy the column by which the newest rows are held out
 */
public record HoldOutSettings(
    HoldOutShares shares, List<String> groupBy, Optional<String> orderBy) {

  /** Nothing is held out. */
  public static HoldOutSettings none() {
    return new HoldOutSettings(HoldOutShares.NONE, List.of(), Optional.empty());
  }

  /** A share of each class for validation. */
  public static HoldOutSettings of(double validation) {
    HoldOutShares shares = new HoldOutShares(validation, 0, 1, HoldOutShares.Of.EACH_CLASS);
    return new HoldOutSettings(shares, List.of(), Optional.empty());
  }

  /** Whether any rows are held out. */
  public boolean isAsked() {
    return shares.isAny();
  }

  /** The columns that divide rows, and are features only where the settings name them. */
  public List<String> columns() {
    return orderBy.map(List::of).orElse(groupBy);
  }
}
