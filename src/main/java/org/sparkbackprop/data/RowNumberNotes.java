package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.data.columns.ColumnAdvice;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.scan.IndexColumns;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/** Notes on columns that number the rows of the training data. */
final class RowNumberNotes {

  /** Names of an index that was written without a name, or read that way and written again. */
  private static final String NAMELESS = "|unnamed-1|Unnamed: 0";

  private RowNumberNotes() {}

  /**
   * A sentence on each column that numbers the rows.
   *
   * @throws DataException if the column has no name and the settings do not name it as a feature
   */
  static List<String> of(Input rows, RowValidator validator, InputScan scan, InputSettings input) {
    if (!rows.hasNamedColumns(input)) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    IndexColumns.of(validator, scan)
        .forEach((name, what) -> notes.add(note(name, what, rows.name(input), input.columns())));
    return notes;
  }

  private static String note(String name, String what, String input, ColumnSettings columns) {
    List<String> ignored = new ArrayList<>(columns.ignored());
    ignored.add(name);
    String list = String.join(", ", ignored.stream().map(ColumnAdvice::quoted).toList());
    if (name.matches(NAMELESS) && !columns.features().contains(name)) {
      throw new DataException(
          ("the first column of %s has no name and %s, like an index written by pandas; leave it"
                  + " out by input.ignore = [%s], or, if it is a feature, name all features by"
                  + " input.features")
              .formatted(input, what, list));
    }
    return ("column %s %s; if that is an index or a key, a model learns the order of these rows from"
            + " it, which says nothing about others: leave it out by input.ignore = [%s]")
        .formatted(Excerpt.of(name), what, list);
  }
}
