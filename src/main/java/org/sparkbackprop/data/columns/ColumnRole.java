package org.sparkbackprop.data.columns;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/** What the values of a column are used for, which decides how exactly they are read. */
public enum ColumnRole {
  /** A feature or a weight: the nearest double is enough. */
  NUMBER,
  /** The label, a category, or a column that divides the rows: every digit counts. */
  NAME,
  /** A key: its order and every digit count. */
  ORDER;

  /** The columns whose role is not {@link #NUMBER}. */
  public record Table(Set<String> names, Set<String> keys) {

    /** The roles of a table's columns, by the settings and the model. */
    public static Table of(List<String> columns, InputSettings input, RequiredColumns need) {
      ColumnSettings settings = input.columns();
      Set<String> names = new HashSet<>(settings.categories().keySet());
      need.columns().stream()
          .flatMap(List::stream)
          .filter(column -> column.kind() == InputColumn.Kind.CATEGORY)
          .forEach(column -> names.add(column.name()));
      if (input.target().kind() != Target.Kind.NUMBER) {
        for (String target : input.target().columns(settings.label())) {
          TableColumns.column(columns, target).ifPresent(place -> names.add(columns.get(place)));
        }
      }
      Set<String> dividing = new HashSet<>(need.identity().names());
      dividing.removeAll(settings.key());
      dividing.removeAll(settings.features());
      names.addAll(dividing);
      return new Table(Set.copyOf(names), Set.copyOf(settings.key()));
    }

    public ColumnRole of(String column) {
      if (names.contains(column)) {
        return NAME;
      }
      return keys.contains(column) ? ORDER : NUMBER;
    }
  }
}
