package org.sparkbackprop.data.source.csv;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.columns.UsedColumn.Use;
import org.sparkbackprop.data.rows.IdentityColumns;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.SplitReaders;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TextSettings;

/**
 * How each field of a line is used.
 *
 * @param header as in each file; the names if there is none
 * @param names of all columns; the header may have empty fields after the last one
 * @param shape of the rows
 * @param uses of the fields, in their order; null for a field that is not used
 * @param slots the place of each field among the row's numbers or categories
 * @param identities the place of each field among the values that rows are divided by, or -1; null
 *     if there are none
 * @param missingTexts the texts of missing values
 * @param text how lines are read
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
    implements SplitReaders.Opening<TextSplit> {

  private static final String NO_HEADER =
      "; if the first line is a row rather than a header, set input.header = false, and name the"
          + " label by its position (input.label = -1 is the last column)";

  /**
   * The columns of a header.
   *
   * @param names of the columns, without repetition
   * @param file for messages
   * @throws DataException naming missing columns, or a column with two uses
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
      boolean couldBeRow =
          input.text().header() == TextSettings.Header.PRESENT
              && CsvFirstLine.hasNumber(names, input.text());
      throw couldBeRow ? new DataException(e.getMessage() + NO_HEADER) : e;
    }
    return of(header, names, columns, need.identity(), input, file);
  }

  /** The same for known columns. */
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
    // a field cannot hold a vector, even if a column has the vector's name
    for (UsedColumn column : UsedColumn.of(columns, Set.of(), file)) {
      Integer place = places.get(column.name());
      if (place == null) {
        throw new DataException(
            "%s lacks the column %s: in csv, a vector has one column for each of its numbers"
                .formatted(file, Excerpt.of(column.name())));
      }
      uses[place] = column.use();
      slots[place] = column.slot();
    }
    int[] identities = null;
    if (identity.size() > 0) {
      identities = new int[header.size()];
      Arrays.setAll(
          identities, f -> f < names.size() ? identity.names().indexOf(names.get(f)) : -1);
    }
    return new CsvColumns(
        List.copyOf(header),
        List.copyOf(names),
        new RowShape(columns.features(), RowShape.Form.DENSE)
            .with(identity)
            .with(columns.shapeOfTargets()),
        uses,
        slots,
        identities,
        new MissingTexts(input.columns().missingTexts()),
        input.text());
  }

  @Override
  public RowReader open(TextSplit split, Configuration configuration) {
    return new CsvRowReader(this, split, configuration);
  }
}
