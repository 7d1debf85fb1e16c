package org.sparkbackprop.data.holdout;

/** What says which part of the data set a row belongs to. The first that there is counts. */
public enum HoldOutRule {
  /** The newest rows by a column are held out. */
  ORDER("order-by"),
  /** A hash of columns, so that rows that agree in them stay together. */
  GROUP("group-by"),
  /** A hash of the key's columns. */
  KEY("key"),
  /** A hash of the file's name and the number of the row in it. */
  POSITION("file-and-row"),
  /** A hash of the row and its rank among equal rows, in a table without an order. */
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
