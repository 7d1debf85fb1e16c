package org.sparkbackprop.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

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

  /** For each category of the first that the second does not know, the level of the others. */
  private final int[] others;

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
    this.others = others(from, to);
  }

  private static int[] others(Preparation from, Preparation to) {
    int[] others = new int[from.features()];
    Arrays.fill(others, UNKNOWN);
    Map<String, Integer> ofColumn = new HashMap<>();
    int first = 0;
    for (InputColumn column : to.columns()) {
      int place = column.placeOf(InputColumn.Level.OTHER);
      ofColumn.put(column.name(), place < 0 ? UNKNOWN : first + place);
      first += column.features();
    }
    Set<String> known = Set.copyOf(to.featureNames());
    int feature = 0;
    for (InputColumn column : from.columns()) {
      for (int k = 0; k < column.features(); k++, feature++) {
        if (k < column.categories().size() && !known.contains(column.featureName(k))) {
          others[feature] = ofColumn.getOrDefault(column.name(), UNKNOWN);
        }
      }
    }
    return others;
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
    putOthers();
    to.encode(after, converted);
  }

  /** A category that is not known afterwards is one of the others. */
  private void putOthers() {
    for (int i = 0; i < others.length; i++) {
      if (others[i] >= 0 && before[i] == 1) {
        after[others[i]] = 1;
      }
    }
  }
}
