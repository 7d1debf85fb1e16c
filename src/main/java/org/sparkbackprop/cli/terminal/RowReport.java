package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.error.Message;

/** Counts of the rows of an input, and notes on them. */
public final class RowReport {

  private RowReport() {}

  /** Prints what is worth knowing, if anything. */
  public static void print(InspectedInput input, PrintWriter out) {
    RowCounts rows = input.rows();
    if (rows.quarantined() > 0) {
      out.println(sentence(rows) + "; the first of these is " + input.firstFault().orElseThrow());
    }
    input.warnings().forEach(warning -> out.println("note: " + warning));
  }

  static String sentence(RowCounts rows) {
    return Message.of(
        "%,d rows read = %,d used + %,d quarantined", rows.read(), rows.used(), rows.quarantined());
  }
}
