package org.sparkbackprop.data.columns;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.targets.TargetColumns;

/**
 * A column of a table and what it is used for.
 *
 * @param name in the table
 * @param slot the index of its first number, or of its category, in the row
 * @param size how many numbers it has: 1, except for vectors
 */
public record UsedColumn(String name, Use use, int slot, int size) implements Serializable {

  /** What a column is used for. */
  public enum Use {
    NUMBER,
    TRUTH,
    VECTOR,
    CATEGORY,
    LABEL,
    /** A number to be predicted. */
    TARGET,
    /** Whether the row has a label. */
    LABEL_FLAG,
    /** The names of the labels that the row has. */
    LABEL_NAMES,
    WEIGHT
  }

  /**
   * The columns that are read: features in order, targets, weight. A vector is one column if the
   * table has one with its name, otherwise a column per number.
   *
   * @param names of the table's columns that may hold vectors
   * @param table for messages
   * @throws DataException if a column has two uses
   */
  public static List<UsedColumn> of(TableColumns columns, Collection<String> names, String table) {
    List<UsedColumn> used = new ArrayList<>();
    Set<String> vectors = new HashSet<>(names);
    int numbers = 0;
    int categories = 0;
    for (InputColumn column : columns.features()) {
      switch (column.kind()) {
        case NUMBER -> used.add(new UsedColumn(column.name(), Use.NUMBER, numbers++, 1));
        case TRUTH -> used.add(new UsedColumn(column.name(), Use.TRUTH, numbers++, 1));
        case CATEGORY -> used.add(new UsedColumn(column.name(), Use.CATEGORY, categories++, 1));
        case VECTOR -> {
          if (vectors.contains(column.name())) {
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
    for (String target : columns.targets()) {
      int slot = columns.targets().indexOf(target);
      used.add(new UsedColumn(target, useOfTargets(columns.kind()), slot, 1));
    }
    columns.weight().ifPresent(name -> used.add(new UsedColumn(name, Use.WEIGHT, 0, 1)));
    requireDistinct(used, columns, table);
    return List.copyOf(used);
  }

  private static Use useOfTargets(TargetColumns columns) {
    return switch (columns.kind()) {
      case CLASS -> Use.LABEL;
      case NUMBER -> Use.TARGET;
      case LABELS -> columns.isNames() ? Use.LABEL_NAMES : Use.LABEL_FLAG;
    };
  }

  /** Whether a value is what is predicted. */
  public boolean isTarget() {
    return switch (use) {
      case LABEL, TARGET, LABEL_FLAG, LABEL_NAMES -> true;
      case NUMBER, TRUTH, VECTOR, CATEGORY, WEIGHT -> false;
    };
  }

  /** A label among the features would be learnt as such, and readers use a value only once. */
  private static void requireDistinct(List<UsedColumn> used, TableColumns columns, String table) {
    Map<String, UsedColumn> before = new HashMap<>();
    for (UsedColumn column : used) {
      UsedColumn other = before.put(column.name(), column);
      if (other != null) {
        String name = Excerpt.of(column.name());
        throw new DataException(
            "%s: column %s cannot be both %s and %s"
                .formatted(table, name, other.purpose(columns), column.purpose(columns)));
      }
    }
  }

  private String purpose(TableColumns columns) {
    return switch (use) {
      case LABEL -> "input.label";
      case TARGET, LABEL_FLAG, LABEL_NAMES -> "the target";
      case WEIGHT -> "input.weight";
      case TRUTH, VECTOR, CATEGORY -> "a feature";
      case NUMBER -> numberOf(columns);
    };
  }

  /** A number is a feature, or one of a vector. */
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
    throw new IllegalArgumentException(slot + " is not the index of a number");
  }
}
