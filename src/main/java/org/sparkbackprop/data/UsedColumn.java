package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.sparkbackprop.model.InputColumn;

/**
 * A column of a table and what it is used for.
 *
 * @param name in the table
 * @param slot its first place among the row's numbers, or its place among the row's categories
 * @param size how many numbers it has; 1 of all but vectors
 */
record UsedColumn(String name, Use use, int slot, int size) implements Serializable {

  /** What a column is used for. */
  enum Use {
    NUMBER,
    TRUTH,
    VECTOR,
    CATEGORY,
    LABEL,
    WEIGHT
  }

  /**
   * The columns that are read: features in the order of their places, label, weight. A vector is
   * one column where the table has one of its name, else a column a number.
   *
   * @param names of all columns of the table
   */
  static List<UsedColumn> of(TableColumns columns, Collection<String> names) {
    List<UsedColumn> used = new ArrayList<>();
    int numbers = 0;
    int categories = 0;
    for (InputColumn column : columns.features()) {
      boolean whole = names.contains(column.name());
      switch (column.kind()) {
        case NUMBER -> used.add(new UsedColumn(column.name(), Use.NUMBER, numbers++, 1));
        case TRUTH -> used.add(new UsedColumn(column.name(), Use.TRUTH, numbers++, 1));
        case CATEGORY -> used.add(new UsedColumn(column.name(), Use.CATEGORY, categories++, 1));
        case VECTOR -> {
          if (whole) {
            used.add(new UsedColumn(column.name(), Use.VECTOR, numbers, column.size()));
            numbers += column.size();
          } else {
            for (String name : column.namesInTable()) {
              used.add(new UsedColumn(name, Use.NUMBER, numbers++, 1));
            }
          }
        }
      }
    }
    columns.label().ifPresent(name -> used.add(new UsedColumn(name, Use.LABEL, 0, 1)));
    columns.weight().ifPresent(name -> used.add(new UsedColumn(name, Use.WEIGHT, 0, 1)));
    return List.copyOf(used);
  }
}
