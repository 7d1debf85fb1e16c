package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkbackprop.model.InputColumn;

/**
 * What is done with each field of a line.
 *
 * @param names of all columns
 * @param shape of the rows
 * @param uses what each field is used for, in their order
 * @param slots the place of each field among the row's numbers or categories
 * @param missingTexts what stands for a missing value
 * @param text how it is read
 */
record CsvColumns(
    List<String> names,
    RowShape shape,
    Use[] uses,
    int[] slots,
    Set<String> missingTexts,
    TextSettings text)
    implements Serializable {

  /** What a field is used for. */
  enum Use {
    NOTHING,
    NUMBER,
    TRUTH,
    CATEGORY,
    LABEL,
    WEIGHT
  }

  /**
   * The columns that belong to a header.
   *
   * @param file for messages
   */
  static CsvColumns of(List<String> names, InputSettings input, Expectation need, String file) {
    TableColumns columns = TableColumns.of(names, InputColumn::number, input, need, file);
    Map<String, Integer> places = new HashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    Use[] uses = new Use[names.size()];
    Arrays.fill(uses, Use.NOTHING);
    int[] slots = new int[names.size()];
    int numbers = 0;
    int categories = 0;
    for (InputColumn column : columns.features()) {
      for (String name : column.namesInTable()) {
        int place = places.get(name);
        boolean category = RowShape.isCategory(column);
        uses[place] = category ? Use.CATEGORY : numeric(column);
        slots[place] = category ? categories++ : numbers++;
      }
    }
    columns.label().ifPresent(name -> uses[places.get(name)] = Use.LABEL);
    columns.weight().ifPresent(name -> uses[places.get(name)] = Use.WEIGHT);
    return new CsvColumns(
        List.copyOf(names),
        new RowShape(columns.features(), RowShape.Form.DENSE),
        uses,
        slots,
        input.columns().missingTexts(),
        input.text());
  }

  private static Use numeric(InputColumn column) {
    return column.kind() == InputColumn.Kind.TRUTH ? Use.TRUTH : Use.NUMBER;
  }
}
