package org.sparkbackprop.data.source.jdbc;

import java.sql.Types;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.sparkbackprop.data.columns.ColumnRole;

/**
 * SQLite, where each value has its own type and a column only prefers one ("Datatypes In SQLite",
 * sections 2 and 3). The driver returns unexpected values as an integer of 32 bits, or as 0.
 */
record SqliteTypes(Set<String> missingTexts) implements DatabaseTypes {

  /** Infinite, as it is larger than any double: SQLite has no other way to mark a bad row. */
  private static final String INFINITE = "9e999";

  @Override
  public ColumnExpression reading(Database.Column column, ColumnRole role, String quoted) {
    String declared = column.typeName().toUpperCase(Locale.ROOT);
    if (column.jdbcType() == Types.DATE || column.jdbcType() == Types.TIMESTAMP) {
      return role == ColumnRole.NUMBER ? ColumnExpression.plain() : text(quoted);
    }
    if (declared.contains("BOOL")) {
      return truth(quoted);
    }
    if (declared.contains("INT")) {
      return switch (role) {
        case NUMBER -> number(quoted, declared);
        case NAME -> text(quoted);
        case ORDER -> ColumnExpression.as("BIGINT");
      };
    }
    if (declared.matches(".*(CHAR|CLOB|TEXT|BLOB).*")) {
      return ColumnExpression.plain();
    }
    boolean real = declared.matches(".*(REAL|FLOA|DOUB|DEC|NUM).*") && !isWithoutType(column);
    return role == ColumnRole.NUMBER || (real && role == ColumnRole.ORDER)
        ? number(quoted, declared)
        : text(quoted);
  }

  /** Whether the driver knows no type, as of expressions without a row. */
  private static boolean isWithoutType(Database.Column column) {
    return column.jdbcType() == Types.NUMERIC && column.precision() == 0;
  }

  private ColumnExpression number(String quoted, String declared) {
    String missing =
        missingTexts.isEmpty()
            ? ""
            : missingTexts.stream()
                .sorted()
                .map(text -> "'" + text.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", " WHEN " + quoted + " IN (", ") THEN NULL"));
    return ColumnExpression.of(
            "CASE WHEN typeof(%1$s) NOT IN ('text', 'blob') THEN %1$s%2$s ELSE %3$s END"
                .formatted(quoted, missing, INFINITE),
            "DOUBLE")
        .infiniteFor("a text, a blob or infinite in a column of type " + declared);
  }

  /** Other programs write true and false as texts; what is neither is missing. */
  private static ColumnExpression truth(String quoted) {
    return ColumnExpression.of(
        ("CASE WHEN %1$s IN (0, 1) THEN %1$s WHEN lower(%1$s) IN ('true', 't') THEN 1"
                + " WHEN lower(%1$s) IN ('false', 'f') THEN 0 END")
            .formatted(quoted),
        "BOOLEAN");
  }

  private static ColumnExpression text(String quoted) {
    return ColumnExpression.of("CAST(%s AS TEXT)".formatted(quoted), "STRING");
  }
}
