package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import java.util.Locale;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.rows.RowCounts;

/** What is said of the rows of an input: what became of each, and what was noticed. */
public final class RowReport {

  private RowReport() {}

  /** Says it where there is something to say. */
  public static void print(InspectedInput input, PrintWriter out) {
    RowCounts rows = input.rows();
    if (rows.quarantined() > 0) {
      out.println(sentence(rows) + "; the first of these is " + input.firstFault().orElseThrow());
    }
    input.warnings().forEach(warning -> out.println("note: " + warning));
  }

  static String sentence(RowCounts rows) {
    return String.format(
        Locale.ROOT,
        "%,d rows read = %,d used + %,d quarantined",
        rows.read(),
        rows.used(),
        rows.quarantined());
  }
}
