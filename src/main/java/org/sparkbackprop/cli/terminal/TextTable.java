package org.sparkbackprop.cli.terminal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sparkbackprop.error.Message;

/** A table in columns as wide as their texts; numbers are aligned to the right. */
public final class TextTable {

  public static final String NONE = "–";

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headings. */
  public TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  /** A whole number as a cell; – if it is not a number. */
  public static String count(Object number) {
    return number instanceof Number value ? Message.of("%,d", value.longValue()) : NONE;
  }

  /** A number as a cell; – if it is not a number, or NaN. */
  public static String decimal(String format, Object number) {
    return number instanceof Number value && !Double.isNaN(value.doubleValue())
        ? Message.of(format, value.doubleValue())
        : NONE;
  }

  /** A table whose first row has the headings. */
  static TextTable of(List<List<String>> rows) {
    TextTable table = new TextTable(rows.get(0).toArray(new String[0]));
    table.rows.addAll(rows.subList(1, rows.size()));
    return table;
  }

  /** Adds a row with one cell per heading. */
  public void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** A line for each row, the headings first. */
  public List<String> lines() {
    int columns = rows.get(0).size();
    List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 0));
    List<Boolean> numbers = new ArrayList<>(Collections.nCopies(columns, true));
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths.set(c, Math.max(widths.get(c), row.get(c).length()));
        boolean heading = row == rows.get(0);
        numbers.set(c, numbers.get(c) && (heading || row.get(c).matches("[-+–]?[\\d.,]*")));
      }
    }
    return rows.stream().map(row -> line(row, widths, numbers)).toList();
  }

  private static String line(List<String> row, List<Integer> widths, List<Boolean> numbers) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < row.size(); c++) {
      String space = " ".repeat(widths.get(c) - row.get(c).length());
      line.append(c == 0 ? "" : "  ");
      line.append(numbers.get(c) ? space + row.get(c) : row.get(c) + space);
    }
    return line.toString().stripTrailing();
  }
}
