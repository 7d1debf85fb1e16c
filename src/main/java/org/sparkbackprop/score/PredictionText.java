package org.sparkbackprop.score;

import java.util.List;
import java.util.stream.Collectors;
import org.sparkbackprop.model.Target;

/**
 * The lines of predictions as comma-separated values: the number of the row; for classes and labels
 * also what is chosen; and the predictions.
 *
 * @param target what is predicted
 * @param names of the predictions, in order
 */
record PredictionText(Target target, List<String> names) {

  /** A label is chosen if it is more probable than not. */
  private static final double THRESHOLD = 0.5;

  /** Between the names of the labels of a row. */
  private static final String SEPARATOR = ";";

  /** The first line. */
  String header() {
    return switch (target.kind()) {
      case CLASS -> header("row,class,", "probability_");
      case LABELS -> header("row,labels,", "probability_");
      case NUMBER -> header("row,", "predicted_");
    };
  }

  private String header(String first, String prefix) {
    return names.stream()
        .map(name -> quoted(prefix + name))
        .collect(Collectors.joining(",", first, "\n"));
  }

  /** Adds the line of a row. */
  void add(long row, double[] predictions, StringBuilder lines) {
    lines.append(row);
    switch (target.kind()) {
      case CLASS ->
          lines.append(',').append(quoted(names.get(target.decision().choose(predictions))));
      case LABELS -> lines.append(',').append(quoted(labels(predictions)));
      case NUMBER -> {}
    }
    for (double prediction : predictions) {
      lines.append(',').append(prediction);
    }
    lines.append('\n');
  }

  private String labels(double[] probabilities) {
    StringBuilder labels = new StringBuilder();
    for (int k = 0; k < probabilities.length; k++) {
      if (probabilities[k] > THRESHOLD) {
        labels.append(labels.isEmpty() ? "" : SEPARATOR).append(names.get(k));
      }
    }
    return labels.toString();
  }

  /** Adds the line of a row without predictions. */
  void addEmpty(long row, StringBuilder lines) {
    int empty = names.size() + (target.isNumber() ? 0 : 1);
    lines.append(row).append(",".repeat(empty)).append('\n');
  }

  private static String quoted(String field) {
    return field.matches("[^\",\\r\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
