package org.sparkbackprop.data.holdout;

import java.util.HashMap;
import java.util.Map;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.settings.HoldOutShares;

/**
 * The groups of rows that shares are taken of: classes, or all rows. Labels with the same number,
 * such as 1 and 1.0, are one group. Whether all labels are numbers is known only after a pass: if
 * some are texts, and so 1 and 1.0 two classes, only their common share is exact.
 *
 * <p>Not safe for use by several threads.
 */
final class Strata {

  /** The group of all rows. */
  private static final String ALL_ROWS = "";

  /** The most spellings of labels that are remembered. */
  private static final int MAX_REMEMBERED = 1_000;

  private final HoldOutShares.Of of;
  private final Map<String, String> byLabel = new HashMap<>();

  Strata(HoldOutShares.Of of) {
    this.of = of;
  }

  /** The group of a row, whose label may be null. */
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
