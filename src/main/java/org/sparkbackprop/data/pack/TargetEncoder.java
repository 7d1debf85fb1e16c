package org.sparkbackprop.data.pack;

import java.util.Arrays;
import java.util.List;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.NumericTargets;
import org.sparkbackprop.network.loss.Targets;

/**
 * Turns what a row says about its target into the target that the network sees. Not safe for use by
 * several threads.
 */
final class TargetEncoder {

  private final Target target;
  private final ClassNames names;

  /** The target of one row. */
  private final Targets ofRow;

  TargetEncoder(Target target) {
    this.target = target;
    this.names = ClassNames.of(target.isNumber() ? List.of() : target.names());
    this.ofRow = room(target, 1);
  }

  /** Room for the targets of rows. */
  Targets room(int rows) {
    return ofRow.targetsLike(rows);
  }

  private static Targets room(Target target, int rows) {
    return target.isClass()
        ? new ClassLabels(new int[rows])
        : NumericTargets.zeros(rows, target.size());
  }

  /** Made-up targets. */
  static Targets madeUp(Target target, int rows) {
    if (target.isClass()) {
      return ClassLabels.cycling(rows, target.size());
    }
    NumericTargets targets = NumericTargets.zeros(rows, target.size());
    for (int i = 0; i < targets.values().length; i++) {
      targets.values()[i] = i % 2;
    }
    return targets;
  }

  /** The target of a row, which may have none; shared, valid until the next call. */
  Targets of(RowBuffer row) {
    if (target.isClass()) {
      ClassLabels.of(ofRow)[0] = row.label() == null ? ClassLabels.UNLABELLED : index(row.label());
      return ofRow;
    }
    double[] values = NumericTargets.of(ofRow).values();
    if (target.isNumber()) {
      for (int k = 0; k < values.length; k++) {
        values[k] =
            row.targets().length == 0 ? Double.NaN : target.standardise(k, row.targets()[k]);
      }
    } else if (row.targets().length > 0) {
      System.arraycopy(row.targets(), 0, values, 0, values.length);
    } else {
      Arrays.fill(values, 0);
      row.names().forEach(name -> values[index(name)] = 1);
    }
    return ofRow;
  }

  private int index(String name) {
    int known = names.index(name);
    if (known == ClassNames.NONE) {
      throw DataException.inputChanged();
    }
    return known;
  }
}
