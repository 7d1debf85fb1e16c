package org.sparkbackprop.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparkbackprop.metrics.Metrics;

/** The confusion matrix as text. */
public final class ConfusionTable {

  private static final int MAX_CLASSES = 40;

  private ConfusionTable() {}

  public static List<String> lines(Metrics metrics) {
    List<String> names = metrics.classNames();
    if (names.size() > MAX_CLASSES) {
      return List.of("  (" + names.size() + " classes: too many to print; see metrics.json)");
    }
    long[][] counts = metrics.score().confusion();
    int width =
        Math.max(
            names.stream().mapToInt(String::length).max().orElse(1),
            Long.toString(metrics.score().samples()).length());
    List<String> lines = new ArrayList<>();
    lines.add(line("", names, width) + "  recall");
    for (int k = 0; k < names.size(); k++) {
      List<String> row = new ArrayList<>();
      for (long count : counts[k]) {
        row.add(Long.toString(count));
      }
      double recall = metrics.recall(k);
      lines.add(
          line(names.get(k), row, width)
              + (Double.isNaN(recall) ? "       –" : String.format(Locale.ROOT, "  %.4f", recall)));
    }
    return lines;
  }

  private static String line(String first, List<String> cells, int width) {
    StringBuilder line = new StringBuilder("  ").append(padded(first, width));
    cells.forEach(cell -> line.append("  ").append(padded(cell, width)));
    return line.toString();
  }

  private static String padded(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
