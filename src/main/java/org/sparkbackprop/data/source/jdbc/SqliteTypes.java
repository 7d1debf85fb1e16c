package org.sparkbackprop.data.source.jdbc;

import java.sql.Types;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.sparkbackprop.data.columns.ColumnRole;

/**
 * SQLite, where every value has a type of its own and a column only prefers one ("Datatypes In
 * SQLite", sections 2 and 3). The driver makes a whole number of 32 bits, or 0, of what it does not
 * expect.
 */
record SqliteTypes(Set<String> missingTexts) implements DatabaseTypes {

  /** Larger than any double, so infinite: SQLite has no other way to say that a row is bad. */
  private static final String INFINITE = "9e999";

  @Override
  public ColumnExpression reading(DatabaseColumn column, ColumnRole role, String quoted) {
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

  /** What the driver says of expressions while it has no row to look at. */
  private static boolean isWithoutType(DatabaseColumn column) {
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

  /** Texts of true and false are what other programs write; what is neither is missing. */
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
