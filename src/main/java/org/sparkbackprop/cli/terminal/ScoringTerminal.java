package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.score.EvaluationResult;
import org.sparkbackprop.score.ScoringListener;

/** Prints how scoring goes. */
public record ScoringTerminal(PrintWriter out) implements ScoringListener {

  @Override
  public void inspected(InspectedInput rows) {
    print(rows, out);
  }

  /** Prints what is worth knowing about the rows of an input, if anything. */
  static void print(InspectedInput input, PrintWriter out) {
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

  @Override
  public void evaluated(EvaluationResult result) {
    Metrics metrics = result.metrics();
    out.println(
        Message.of(
            "%,d samples, cost %.6g, %s",
            metrics.samples(), metrics.score().cost(), metrics.summary()));
    MetricsText.table(metrics).forEach(out::println);
    if (metrics instanceof ClassMetrics classes) {
      out.println("confusion matrix (rows: true class, columns: chosen class):");
      MetricsText.confusion(classes).forEach(out::println);
    }
    result.importance().ifPresent(all -> ImportanceText.print(all, "rows", out));
    result.concerns().forEach(concern -> out.println("warning: " + concern.sentence()));
  }
}
