package org.sparkbackprop.settings;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Where samples come from.
 *
 * @param format the name of a format, such as csv
 * @param path of the file, directory or pattern; not for generated data and tables
 * @param labels path of the file of labels (idx)
 * @param columns which are what (tables)
 * @param text how it is read (csv)
 * @param database the table (jdbc, table)
 * @param dimensions number of features; as found in the data if absent (libsvm)
 * @param badRows what becomes of them
 * @param layout of the rows in memory
 * @param divideBy what every number is divided by; the format's own choice if absent
 * @param classes that labels may be of
 * @param clouds what to generate (clouds)
 */
public record InputSettings(
    String format,
    Optional<String> path,
    Optional<String> labels,
    ColumnSettings columns,
    TextSettings text,
    DatabaseSettings database,
    OptionalInt dimensions,
    BadRowPolicy badRows,
    Layout layout,
    OptionalDouble divideBy,
    ClassSettings classes,
    CloudSettings clouds) {

  /** How rows are held in memory. */
  public enum Layout {
    /** As is smaller, by the data. */
    AUTOMATIC,
    /** All numbers. */
    DENSE,
    /** The numbers that are not 0. */
    SPARSE
  }

  /** The same kind of input at another place. */
  public InputSettings at(Optional<String> otherPath, Optional<String> otherLabels) {
    return Records.with(Records.with(this, "path", otherPath), "labels", otherLabels);
  }

  /** The same input with other columns. */
  public InputSettings with(ColumnSettings others) {
    return Records.with(this, "columns", others);
  }

  /** The same input, written otherwise. */
  public InputSettings with(TextSettings other) {
    return Records.with(this, "text", other);
  }
}
