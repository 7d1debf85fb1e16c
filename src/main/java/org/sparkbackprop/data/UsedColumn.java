package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * @param names of the columns of the table that may hold vectors
   * @param table for messages
   * @throws DataException if a column has two uses
   */
  static List<UsedColumn> of(TableColumns columns, Collection<String> names, String table) {
    List<UsedColumn> used = new ArrayList<>();
    Set<String> wholes = new HashSet<>(names);
    int numbers = 0;
    int categories = 0;
    for (InputColumn column : columns.features()) {
      boolean whole = wholes.contains(column.name());
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
    requireDistinct(used, columns, table);
    return List.copyOf(used);
  }

  /** A label among the features would be learnt by heart; readers put a value to one use only. */
  private static void requireDistinct(List<UsedColumn> used, TableColumns columns, String table) {
    Map<String, UsedColumn> before = new HashMap<>();
    for (UsedColumn column : used) {
      UsedColumn other = before.put(column.name(), column);
      if (other != null) {
        throw new DataException(
            "%s: column %s cannot be both %s and %s"
                .formatted(
                    table,
                    Excerpt.of(column.name()),
                    other.purpose(columns),
                    column.purpose(columns)));
      }
    }
  }

  private String purpose(TableColumns columns) {
    return switch (use) {
      case LABEL -> "input.label";
      case WEIGHT -> "input.weight";
      case TRUTH, VECTOR, CATEGORY -> "a feature";
      case NUMBER -> numberOf(columns);
    };
  }

  /** Says of which feature it is a number: of its own or of a vector. */
  private String numberOf(TableColumns columns) {
    int left = slot;
    for (InputColumn column : columns.features()) {
      if (!RowShape.isCategory(column)) {
        if (left < column.size()) {
          return column.kind() == InputColumn.Kind.VECTOR
              ? "number %s of the vector %s".formatted(left + 1, Excerpt.of(column.name()))
              : "a feature";
        }
        left -= column.size();
      }
    }
    throw new IllegalArgumentException(slot + " is no place of a number");
  }
}
