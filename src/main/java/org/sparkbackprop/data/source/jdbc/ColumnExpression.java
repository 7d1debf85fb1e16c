package org.sparkbackprop.data.source.jdbc;

import java.util.Optional;

/**
 * How a column is selected from the database.
 *
 * @param expression selected instead of the column; absent for the column itself
 * @param type in Spark; absent for Spark's choice
 * @param infinite the meaning of an infinite number, if it stands for something else
 * @param readable whether the column can be read at all
 */
record ColumnExpression(
    Optional<String> expression,
    Optional<String> type,
    Optional<String> infinite,
    boolean readable) {

  /** As Spark reads it by default. */
  static ColumnExpression plain() {
    return new ColumnExpression(Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /** As a type of Spark. */
  static ColumnExpression as(String type) {
    return new ColumnExpression(Optional.empty(), Optional.of(type), Optional.empty(), true);
  }

  /** Cast to a type of the database. */
  static ColumnExpression cast(String expression, String type) {
    String cast = "CAST(%s AS %s)".formatted(expression, type);
    return new ColumnExpression(Optional.of(cast), Optional.empty(), Optional.empty(), true);
  }

  /** As an expression of the database, and a type of Spark. */
  static ColumnExpression of(String expression, String type) {
    return new ColumnExpression(Optional.of(expression), Optional.of(type), Optional.empty(), true);
  }

  /** Not at all: 0 is selected instead. */
  static ColumnExpression unreadable() {
    return new ColumnExpression(Optional.of("0"), Optional.empty(), Optional.empty(), false);
  }

  /** The same, where an infinite number stands for something that messages name. */
  ColumnExpression infiniteFor(String what) {
    return new ColumnExpression(expression, type, Optional.of(what), readable);
  }
}
