package org.sparkbackprop.data.source.jdbc;

import java.util.Optional;

/**
 * How a column is asked of the database.
 *
 * @param expression what is selected in the column's place; the column itself if absent
 * @param type what Spark reads it as, in its own language; its own choice if absent
 * @param infinite what an infinite number stands for here; absent if for itself
 * @param readable whether there is a way at all
 */
record ColumnExpression(
    Optional<String> expression,
    Optional<String> type,
    Optional<String> infinite,
    boolean readable) {

  /** A number that every database knows, in the place of a column that cannot be read. */
  private static final String NOTHING = "0";

  /** As Spark reads it by itself. */
  static ColumnExpression plain() {
    return new ColumnExpression(Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /** By the driver's values of another type. */
  static ColumnExpression as(String type) {
    return new ColumnExpression(Optional.empty(), Optional.of(type), Optional.empty(), true);
  }

  /** What the database makes of an expression. */
  static ColumnExpression of(String expression) {
    return new ColumnExpression(Optional.of(expression), Optional.empty(), Optional.empty(), true);
  }

  /** What the database makes of an expression, by the driver's values of a type. */
  static ColumnExpression of(String expression, String type) {
    return new ColumnExpression(Optional.of(expression), Optional.of(type), Optional.empty(), true);
  }

  /** Not at all. */
  static ColumnExpression unreadable() {
    return new ColumnExpression(Optional.of(NOTHING), Optional.empty(), Optional.empty(), false);
  }

  /** The same, where an infinite number stands for something else, which messages name. */
  ColumnExpression infiniteFor(String what) {
    return new ColumnExpression(expression, type, Optional.of(what), readable);
  }
}
