package org.sparkbackprop.data;

import java.util.List;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.Target;

/** Compares what rows have to be predicted with what a model predicts. */
final class ModelTargets {

  private ModelTargets() {}

  /**
   * Requires as many columns as the model predicts, and those of the same names in its order.
   *
   * @param input for messages
   * @throws DataException if they differ
   */
  static void require(RowShape.Targets found, Target target, String input) {
    if (target.isClass() || found.areNames()) {
      return;
    }
    List<String> names = found.names();
    boolean moved = false;
    for (int k = 0; k < names.size(); k++) {
      int place = target.names().indexOf(names.get(k));
      moved |= place >= 0 && place != k;
    }
    if (names.size() != target.size() || moved) {
      throw new DataException(
          "%s: the rows have the targets %s, but the model predicts the %s %s; name its targets in this order by target.columns"
              .formatted(
                  input, Excerpt.some(names), target.kind().noun(), Excerpt.some(target.names())));
    }
  }
}
