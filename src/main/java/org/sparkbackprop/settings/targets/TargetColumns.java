package org.sparkbackprop.settings.targets;

import java.io.Serializable;
import java.util.List;
import org.sparkbackprop.model.Target;

/**
 * Where the rows have their targets.
 *
 * @param kind of the targets
 * @param columns of a table, by name or position; the label's column if empty
 * @param separator of names in a single column of labels
 * @param least number that a row may have; minus infinity if any is allowed
 */
public record TargetColumns(Target.Kind kind, List<String> columns, String separator, double least)
    implements Serializable {

  private static final String USUAL_SEPARATOR = ",";

  /** Keeps a copy of the names. */
  public TargetColumns {
    columns = List.copyOf(columns);
  }

  private TargetColumns(Target.Kind kind, List<String> columns) {
    this(kind, columns, USUAL_SEPARATOR, Double.NEGATIVE_INFINITY);
  }

  /** The class of each row, in the label's column. */
  public static TargetColumns ofClass() {
    return new TargetColumns(Target.Kind.CLASS, List.of());
  }

  /** Numbers in these columns; in the label's column if there are none. */
  public static TargetColumns ofNumbers(String... columns) {
    return new TargetColumns(Target.Kind.NUMBER, List.of(columns));
  }

  /** Labels in these columns of true and false, or their names in a single column. */
  public static TargetColumns ofLabels(String... columns) {
    return new TargetColumns(Target.Kind.LABELS, List.of(columns));
  }

  /**
   * The columns of an input with this label column.
   *
   * @param label the column, by name or position
   */
  public List<String> columns(String label) {
    return columns.isEmpty() ? List.of(label) : columns;
  }

  /** The same, where no number may be less than one. */
  public TargetColumns from(double leastNumber) {
    return new TargetColumns(kind, columns, separator, leastNumber);
  }

  /** The same for a model: of its kind of targets, and with its columns unless others are named. */
  public TargetColumns of(Target target) {
    boolean known = target.isNumber() && columns.isEmpty();
    return new TargetColumns(target.kind(), known ? target.names() : columns, separator, least);
  }

  /** Whether each row has the names of its labels in one column. */
  public boolean isNames() {
    return kind == Target.Kind.LABELS && columns.size() < 2;
  }
}
