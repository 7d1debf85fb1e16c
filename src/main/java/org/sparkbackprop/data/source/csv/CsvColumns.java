package org.sparkbackprop.data.source.csv;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.columns.UsedColumn.Use;
import org.sparkbackprop.data.rows.IdentityColumns;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TextSettings;

/**
 * What is done with each field of a line.
 *
 * @param header as each file has it; the names where there is none
 * @param names of all columns; behind them, the header may have empty fields
 * @param shape of the rows
 * @param uses what each field is used for, in their order; null for nothing
 * @param slots the place of each field among the row's numbers or categories
 * @param identities the place of each field among the values that rows are divided by, or -1; null
 *     if there are none
 * @param missingTexts what stands for a missing value
 * @param text how it is read
 */
public record CsvColumns(
    List<String> header,
    List<String> names,
    RowShape shape,
    Use[] uses,
    int[] slots,
    int[] identities,
    MissingTexts missingTexts,
    TextSettings text)
    implements Serializable {

  /** A field has no room for a vector, even if a column has its name. */
  private static final Set<String> NO_VECTORS = Set.of();

  private static final String NO_HEADER =
      "; if the first line is a row and no header, say input.header = false, and the label by its"
          + " place (input.label = -1 is the last column)";

  /**
   * The columns that belong to a header.
   *
   * @param names of the columns, each of them once
   * @param file for messages
   * @throws DataException naming columns that are missing, or a column that has two uses
   */
  static CsvColumns of(
      List<String> header,
      List<String> names,
      InputSettings input,
      RequiredColumns need,
      String file) {
    TableColumns columns;
    try {
      columns = TableColumns.of(names, InputColumn::number, input, need, file);
    } catch (DataException e) {
      throw couldBeRow(names, input) ? new DataException(e.getMessage() + NO_HEADER) : e;
    }
    return of(header, names, columns, need.identity(), input, file);
  }

  private static boolean couldBeRow(List<String> names, InputSettings input) {
    return input.text().header() == TextSettings.Header.PRESENT
        && CsvFirstLine.hasNumber(names, input.text());
  }

  /** The same where it is known what the columns are. */
  static CsvColumns of(
      List<String> header,
      List<String> names,
      TableColumns columns,
      IdentityColumns identity,
      InputSettings input,
      String file) {
    Map<String, Integer> places = new HashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    Use[] uses = new Use[header.size()];
    int[] slots = new int[header.size()];
    for (UsedColumn column : UsedColumn.of(columns, NO_VECTORS, file)) {
      Integer place = places.get(column.name());
      if (place == null) {
        throw new DataException(
            "%s lacks the column %s: a vector is a column for each of its numbers in csv"
                .formatted(file, Excerpt.of(column.name())));
      }
      uses[place] = column.use();
      slots[place] = column.slot();
    }
    return new CsvColumns(
        List.copyOf(header),
        List.copyOf(names),
        new RowShape(columns.features(), RowShape.Form.DENSE).with(identity),
        uses,
        slots,
        identities(header.size(), names, identity),
        new MissingTexts(input.columns().missingTexts()),
        input.text());
  }

  private static int[] identities(int fields, List<String> names, IdentityColumns identity) {
    if (identity.size() == 0) {
      return null;
    }
    int[] places = new int[fields];
    Arrays.setAll(places, f -> f < names.size() ? identity.names().indexOf(names.get(f)) : -1);
    return places;
  }
}
