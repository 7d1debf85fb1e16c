package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  static List<String> of(Input rows, RowValidator judge, InputScan scan, InputSettings input) {
    if (!rows.hasNamedColumns(input)) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    for (IndexColumns.Found found : IndexColumns.of(judge, scan)) {
      String ignored = ignored(found, input.columns());
      if (found.name().matches(NAMELESS) && !input.columns().features().contains(found.name())) {
        throw new DataException(
            ("the first column of %s has no name and %s, like an index written by pandas; leave it"
                    + " out by input.ignore = [%s], or, if it is a feature, name all features by"
                    + " input.features")
                .formatted(rows.name(input), what(found, scan), ignored));
      }
      notes.add(
          ("column %s %s; if that is an index or a key, a model learns the order of these rows from"
                  + " it, which says nothing about others: leave it out by input.ignore = [%s]")
              .formatted(Excerpt.of(found.name()), what(found, scan), ignored));
    }
    return notes;
  }

  private static String what(IndexColumns.Found found, InputScan scan) {
    return switch (found.kind()) {
      case COUNTS -> "counts the rows";
      case DIFFERS ->
          String.format(
              Locale.ROOT, "has a different whole number in each of the %,d rows", scan.used());
    };
  }

  private static String ignored(IndexColumns.Found found, ColumnSettings columns) {
    List<String> all = new ArrayList<>(columns.ignored());
    all.add(found.name());
    return String.join(", ", all.stream().map(ColumnAdvice::quoted).toList());
  }
}
