package org.sparkbackprop.data.holdout;

import java.util.HashMap;
import java.util.Map;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.settings.HoldOutShares;

/**
 * What the shares of rows are of: a class, by what its label is called where all labels are
 * numbers, so that 1 and 1.0 are one. Whether all of them are numbers is known only after a pass.
 * If some are texts, and 1 and 1.0 two classes, they have one share together, and each has its own
 * as chance has it.
 *
 * <p>Not for use by two threads at once.
 */
final class Strata {

  /** All rows as one class. */
  private static final String ALL_ROWS = "";

  /** So many ways of writing labels are remembered. */
  private static final int MAX_REMEMBERED = 1_000;

  private final HoldOutShares.Of of;
  private final Map<String, String> byLabel = new HashMap<>();

  Strata(HoldOutShares.Of of) {
    this.of = of;
  }

  /** What the share of a row is of; its label may be null. */
  String of(String label) {
    if (label == null || of == HoldOutShares.Of.ALL_ROWS) {
      return ALL_ROWS;
    }
    String stratum = byLabel.get(label);
    if (stratum == null) {
      stratum = ClassNames.canonical(label);
      if (byLabel.size() < MAX_REMEMBERED) {
        byLabel.put(label, stratum);
      }
    }
    return stratum;
  }
}
