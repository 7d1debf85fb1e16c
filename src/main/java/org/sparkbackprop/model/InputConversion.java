package org.sparkbackprop.model;

import java.util.HashMap;
import java.util.Map;

/**
 * Turns the inputs of one preparation into those of another, by way of the features, which are
 * matched by name. Numbers that were clipped beyond distinction, and missing ones that are not
 * marked, come out as what they were replaced by. Not safe for use by several threads.
 */
public final class InputConversion {

  private static final int UNKNOWN = -1;

  private final Preparation from;
  private final Preparation to;

  /** The feature of the first preparation for each of the second. */
  private final int[] places;

  private final double[] before;
  private final double[] after;

  /** From the inputs of one preparation to those of another; features it does not know are 0. */
  public InputConversion(Preparation from, Preparation to) {
    this.from = from;
    this.to = to;
    this.before = new double[from.features()];
    this.after = new double[to.features()];
    Map<String, Integer> known = new HashMap<>();
    from.featureNames().forEach(name -> known.put(name, known.size()));
    this.places =
        to.featureNames().stream().mapToInt(name -> known.getOrDefault(name, UNKNOWN)).toArray();
  }

  /** How many inputs there are afterwards. */
  public int inputs() {
    return to.inputs();
  }

  /**
   * Converts a row.
   *
   * @param prepared its inputs by the first preparation; not modified
   * @param converted receives those by the second
   */
  public void convert(double[] prepared, double[] converted) {
    for (int feature = 0; feature < before.length; feature++) {
      before[feature] = from.standardisation().restore(feature, prepared[feature]);
    }
    from.added().restoreMissing(prepared, before);
    for (int feature = 0; feature < after.length; feature++) {
      int place = places[feature];
      double value = place == UNKNOWN ? 0 : before[place];
      boolean replaced = Double.isNaN(value) && Double.isNaN(to.known(feature, value));
      after[feature] = replaced ? from.known(place, value) : value;
    }
    to.encode(after, converted);
  }
}
