package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.importance.ColumnImportance;
import org.sparkbackprop.metrics.importance.Importance;
import org.sparkbackprop.train.TrainingResult;

/** The importance of columns as lines for people. */
public final class ImportanceText {

  private static final int MAX_COLUMNS = 20;

  private ImportanceText() {}

  /** Prints the importance of the columns of a training. */
  public static void print(TrainingResult result, PrintWriter out) {
    String part =
        result.test().isPresent()
            ? "test"
            : result.validation().isPresent() ? "validation" : "training";
    print(result.importance(), part + " rows", out);
  }

  /**
   * Prints a table.
   *
   * @param rows what the rows are called
   */
  static void print(Importance importance, String rows, PrintWriter out) {
    if (!importance.isMeasured()) {
      out.println("importance of the columns: not measured, as " + importance.reason());
      return;
    }
    out.println(
        Message.of(
            "importance of the columns: by how much the mean cost of %,d %s rises if a column is"
                + " shuffled",
            importance.rows(), rows));
    TextTable table = new TextTable("column", "rise", "spread");
    for (ColumnImportance one : importance.columns().stream().limit(MAX_COLUMNS).toList()) {
      table.add(
          one.column(),
          TextTable.decimal("%.5f", one.meanCostRise()),
          TextTable.decimal("%.5f", one.spread()));
    }
    table.lines().forEach(out::println);
    int more = importance.columns().size() - MAX_COLUMNS;
    if (more > 0) {
      out.println(Message.of("and %,d more column(s), see metrics.json", more));
    }
  }
}
