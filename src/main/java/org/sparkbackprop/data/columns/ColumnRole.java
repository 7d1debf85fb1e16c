package org.sparkbackprop.data.columns;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/** What the values of a column are wanted for, which says what of them must be kept. */
public enum ColumnRole {
  /** A feature or a weight: the nearest double will do. */
  NUMBER,
  /** The label, a category, or what divides the rows into parts: every digit counts. */
  NAME,
  /** A key, whose order counts, and every digit. */
  ORDER;

  /** The columns with a role other than that of a number. */
  public record Table(Set<String> names, Set<String> keys) {

    /** The roles that the settings and the model give to the columns of a table. */
    public static Table of(List<String> columns, InputSettings input, RequiredColumns need) {
      ColumnSettings settings = input.columns();
      Set<String> names = new HashSet<>(settings.categories().keySet());
      need.columns()
          .ifPresent(
              all ->
                  all.stream()
                      .filter(column -> column.kind() == InputColumn.Kind.CATEGORY)
                      .map(InputColumn::name)
                      .forEach(names::add));
      TableColumns.column(columns, settings.label())
          .ifPresent(place -> names.add(columns.get(place)));
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
