package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.score.EvaluationResult;
import org.sparkbackprop.score.ScoringListener;

/** Prints how scoring goes. */
public record ScoringTerminal(PrintWriter out) implements ScoringListener {

  private static final int MAX_CLASSES = 40;

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
    ClassificationScore score = result.metrics().score();
    out.println(
        Message.of(
            "%,d samples, cost %.6g, accuracy %.4f, error rate %.4f",
            score.samples(), score.cost(), score.accuracy(), 1 - score.accuracy()));
    out.println("confusion matrix (rows: true class, columns: chosen class):");
    confusion(result.metrics()).forEach(out::println);
    result.concerns().forEach(concern -> out.println("warning: " + concern.sentence()));
  }

  private static List<String> confusion(Metrics metrics) {
    List<String> names = metrics.classNames();
    if (names.size() > MAX_CLASSES) {
      return List.of("  (" + names.size() + " classes: too many to print; see metrics.json)");
    }
    String samples = Long.toString(metrics.score().samples());
    int width =
        Stream.concat(names.stream(), Stream.of(samples)).mapToInt(String::length).max().getAsInt();
    List<String> lines = new ArrayList<>();
    lines.add(line("", names.stream(), width) + "  recall");
    for (int k = 0; k < names.size(); k++) {
      Stream<String> counts =
          Arrays.stream(metrics.score().confusion()[k]).mapToObj(Long::toString);
      double recall = metrics.recall(k);
      lines.add(
          line(names.get(k), counts, width)
              + (Double.isNaN(recall) ? "       –" : Message.of("  %.4f", recall)));
    }
    return lines;
  }

  private static String line(String first, Stream<String> cells, int width) {
    return Stream.concat(Stream.of(first), cells)
        .map(cell -> " ".repeat(2 + width - cell.length()) + cell)
        .collect(Collectors.joining());
  }
}
