package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vectors;

/**
 * Which columns of a line are what.
 *
 * @param names of all columns
 * @param features the columns of the features, in the order of the features
 * @param label the column of the label, or −1 if rows have none
 * @param delimiter between columns
 */
record CsvColumns(List<String> names, List<Integer> features, int label, char delimiter)
    implements Serializable {

  /** The features' names in their order. */
  List<String> featureNames() {
    return features.stream().map(names::get).toList();
  }

  /**
   * The columns that belong to a header.
   *
   * @param file for messages
   */
  static CsvColumns of(List<String> names, InputSettings settings, Expectation need, String file) {
    int label = labelColumn(names, settings, need, file);
    List<Integer> features;
    if (need.features().isPresent()) {
      features = featuresByName(names, need.features().get(), file);
    } else {
      features = IntStream.range(0, names.size()).filter(c -> c != label).boxed().toList();
    }
    if (features.isEmpty()) {
      throw new DataException(file + " has no column besides the label");
    }
    return new CsvColumns(
        List.copyOf(names), new ArrayList<>(features), label, settings.delimiter());
  }

  private static int labelColumn(
      List<String> names, InputSettings settings, Expectation need, String file) {
    if (need.labels() == Expectation.Labels.IGNORED) {
      return -1;
    }
    int named = names.indexOf(settings.label());
    if (named >= 0) {
      return named;
    }
    if (settings.label().matches("-?\\d{1,9}")) {
      int position = Integer.parseInt(settings.label());
      int column = position < 0 ? names.size() + position : position;
      if (column >= 0 && column < names.size()) {
        return column;
      }
    }
    throw new DataException(
        "%s has no label column '%s'; its columns are %s; name the right one by input.label"
            .formatted(file, settings.label(), names));
  }

  private static List<Integer> featuresByName(
      List<String> names, List<String> wanted, String file) {
    List<String> missing = wanted.stream().filter(name -> !names.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          "%s lacks the columns %s that the model was trained on; it has %s"
              .formatted(file, missing, names));
    }
    return wanted.stream().map(names::indexOf).toList();
  }

  /**
   * The sample of a line.
   *
   * @throws DataException if the line does not parse, with column and reason, but not the place
   */
  Sample sample(String line) {
    List<String> fields = CsvLine.fields(line, delimiter);
    if (fields.size() != names.size()) {
      throw new DataException(
          "it has %d fields instead of %d".formatted(fields.size(), names.size()));
    }
    double[] values = new double[features.size()];
    for (int i = 0; i < values.length; i++) {
      int column = features.get(i);
      values[i] = number(fields.get(column), names.get(column));
    }
    return new Sample(Vectors.dense(values), label < 0 ? null : label(fields.get(label)));
  }

  private String label(String text) {
    if (text.isEmpty()) {
      throw new DataException("column " + names.get(label) + ": the label is missing");
    }
    return text;
  }

  private static double number(String text, String column) {
    double value = Double.NaN;
    // Java's own syntax also allows a type letter at the end (1.5f), which no data format means
    if (!text.isEmpty() && (Character.isDigit(last(text)) || last(text) == '.')) {
      try {
        value = Double.parseDouble(text);
      } catch (NumberFormatException notANumber) {
        value = Double.NaN;
      }
    }
    if (!Double.isFinite(value)) {
      throw new DataException("column " + column + ": '" + text + "' is not a finite number");
    }
    return value;
  }

  private static char last(String text) {
    return text.charAt(text.length() - 1);
  }
}
