package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.rows.RowCounts;

/** What is said of the rows of an input: what became of each, and what was noticed. */
final class RowReport {

  /** The directory of an output that bad rows go to. */
  static final String QUARANTINE_DIRECTORY = "quarantine";

  /** The file of bad rows in that directory. */
  static final String QUARANTINE_FILE = "rows.jsonl";

  /** The file of bad rows in an output. */
  static final String QUARANTINE = QUARANTINE_DIRECTORY + "/" + QUARANTINE_FILE;

  private RowReport() {}

  /** Says it where there is something to say. */
  static void print(InspectedInput input, PrintWriter out) {
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
