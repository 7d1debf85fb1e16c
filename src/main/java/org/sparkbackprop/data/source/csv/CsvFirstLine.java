package org.sparkbackprop.data.source.csv;

import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.data.values.WrittenNumbers;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.TextSettings;

/**
 * Recognises a row that was taken for a header and would be lost silently: a line each of whose
 * fields could be a value of its column.
 */
record CsvFirstLine(CsvColumns columns, RowSource.Found found) {

  /** From this many on, ascending names may be positions or wavelengths. */
  private static final int ENOUGH_ASCENDING = 3;

  /**
   * Refuses a header that looks like a row.
   *
   * @param found the labels and categories of the rows after it
   * @throws DataException if it looks like a row
   */
  static void requireHeader(CsvColumns columns, RowSource.Found found, String file) {
    if (columns.text().header() == TextSettings.Header.PRESENT
        && new CsvFirstLine(columns, found).looksLikeRow()) {
      throw new DataException(
          file
              + ": the first line looks like a row, as its fields could be values of their columns: "
              + Excerpt.some(columns.header())
              + "; set input.header = false, or, if they are names, give the label's column a name"
              + " that is neither a number nor a label");
    }
  }

  /**
   * Advice on two files with different first lines, if both could be rows; else empty.
   *
   * @param fields of the first line of a later file
   * @param columns of the first file
   */
  static String adviceOnRows(List<String> fields, CsvColumns columns) {
    return hasNumber(fields, columns.text()) && hasNumber(columns.header(), columns.text())
        ? "; if these are rows because the files have no header, set input.header = false"
        : "";
  }

  /** Whether any field is a number. */
  static boolean hasNumber(List<String> fields, TextSettings text) {
    WrittenNumbers numbers = new WrittenNumbers(text);
    return fields.stream().anyMatch(field -> !Double.isNaN(numbers.parse(field)));
  }

  private boolean looksLikeRow() {
    List<Double> numbers = new ArrayList<>();
    boolean others = true;
    for (int c = 0; c < columns.names().size(); c++) {
      UsedColumn.Use use = columns.uses()[c];
      String field = columns.header().get(c);
      if (use == UsedColumn.Use.NUMBER) {
        double number = number(field);
        if (Double.isNaN(number) && !isMissing(field)) {
          return false;
        }
        if (!Double.isNaN(number)) {
          numbers.add(number);
        }
      } else if (use != null) {
        others &= couldBe(use, c, field);
      }
    }
    return others || !(numbers.isEmpty() || areNames(numbers));
  }

  private boolean couldBe(UsedColumn.Use use, int column, String field) {
    return isMissing(field)
        || switch (use) {
          case LABEL -> !Double.isNaN(number(field)) || found.labelCounts().containsKey(field);
          case CATEGORY -> found.categoryCounts(columns.slots()[column]).containsKey(field);
          case TRUTH, LABEL_FLAG -> columns.text().syntax().isTruth(field);
          case LABEL_NAMES -> found.labelCounts().containsKey(field);
          default -> !Double.isNaN(number(field));
        };
  }

  private boolean isMissing(String field) {
    return columns.missingTexts().contains(field) || MissingTexts.isUsual(field);
  }

  private double number(String field) {
    return new WrittenNumbers(columns.text()).parse(field);
  }

  /** Positions from 0 or 1, or several ascending numbers, such as wavelengths. */
  private static boolean areNames(List<Double> numbers) {
    boolean ascending = true;
    boolean counting = numbers.get(0) == 0 || numbers.get(0) == 1;
    for (int i = 1; i < numbers.size(); i++) {
      ascending &= numbers.get(i) > numbers.get(i - 1);
      counting &= numbers.get(i) == numbers.get(i - 1) + 1;
    }
    return counting || (ascending && numbers.size() >= ENOUGH_ASCENDING);
  }
}
