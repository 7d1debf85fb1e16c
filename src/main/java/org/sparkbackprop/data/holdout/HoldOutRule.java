package org.sparkbackprop.data.holdout;

/** How rows are divided. The first rule that applies is used. */
public enum HoldOutRule {
  /** The newest rows by a column are held out. */
  ORDER("order-by"),
  /** By a hash of columns, so that rows with the same values stay together. */
  GROUP("group-by"),
  /** By a hash of the key columns. */
  KEY("key"),
  /** By a hash of the file's name and the number of the row in it. */
  POSITION("file-and-row"),
  /** By a hash of the row and its rank among equal rows, in a table without an order. */
  ROW("row");

  private final String word;

  HoldOutRule(String word) {
    this.word = word;
  }

  /** As model.json has it. */
  public String word() {
    return word;
  }
}
