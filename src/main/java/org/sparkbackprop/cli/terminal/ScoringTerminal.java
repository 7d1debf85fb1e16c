package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import java.util.Locale;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.score.EvaluationResult;
import org.sparkbackprop.score.ScoringListener;

/** Prints how scoring goes. */
public record ScoringTerminal(PrintWriter out) implements ScoringListener {

  @Override
  public void inspected(InspectedInput rows) {
    RowReport.print(rows, out);
  }

  @Override
  public void evaluated(EvaluationResult result) {
    ClassificationScore score = result.metrics().score();
    out.printf(
        Locale.ROOT,
        "%,d samples, cost %.6g, accuracy %.4f, error rate %.4f%n",
        score.samples(),
        score.cost(),
        score.accuracy(),
        1 - score.accuracy());
    out.println("confusion matrix (rows: true class, columns: chosen class):");
    ConfusionTable.lines(result.metrics()).forEach(out::println);
    result.concerns().forEach(concern -> out.println("warning: " + concern.sentence()));
  }
}
