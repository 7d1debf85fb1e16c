package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vectors;

/**
 * Which columns of a line are what.
 *
 * @param names of all columns
 * @param features the columns of the features, in the order of the features
 * @param label the column of the label, or −1 if rows have none
 * @param weight the column of the weight, or −1 if all rows count once
 * @param delimiter between columns
 */
record CsvColumns(List<String> names, List<Integer> features, int label, int weight, char delimiter)
    implements Serializable {

  private static final int NONE = -1;

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
    int weight = weightColumn(names, settings, need, file);
    if (weight != NONE && weight == label) {
      throw new DataException(
          "%s: column %s cannot be both input.label and input.weight"
              .formatted(file, names.get(label)));
    }
    List<Integer> features;
    if (need.features().isPresent()) {
      features = featuresByName(names, need.features().get(), file);
    } else {
      features =
          IntStream.range(0, names.size()).filter(c -> c != label && c != weight).boxed().toList();
    }
    if (features.isEmpty()) {
      throw new DataException(
          file + " has no column besides the label" + (weight == NONE ? "" : " and the weight"));
    }
    return new CsvColumns(
        List.copyOf(names), new ArrayList<>(features), label, weight, settings.delimiter());
  }

  private static int labelColumn(
      List<String> names, InputSettings settings, Expectation need, String file) {
    if (need.labels() == Expectation.Labels.IGNORED) {
      return NONE;
    }
    return column(names, settings.label())
        .orElseThrow(
            () ->
                new DataException(
                    "%s has no label column '%s'; its columns are %s; name the right one by"
                            .formatted(file, settings.label(), names)
                        + " input.label"));
  }

  private static int weightColumn(
      List<String> names, InputSettings settings, Expectation need, String file) {
    if (need.labels() == Expectation.Labels.IGNORED || settings.weight().isEmpty()) {
      return NONE;
    }
    return column(names, settings.weight().get())
        .orElseThrow(
            () ->
                new DataException(
                    "%s has no weight column '%s'; its columns are %s; name the right one by"
                            .formatted(file, settings.weight().get(), names)
                        + " input.weight, which is null where rows have no weights"));
  }

  /** The column of this name, or else at this position. */
  private static OptionalInt column(List<String> names, String wanted) {
    int named = names.indexOf(wanted);
    if (named >= 0) {
      return OptionalInt.of(named);
    }
    if (wanted.matches("-?\\d{1,9}")) {
      int position = Integer.parseInt(wanted);
      int column = position < 0 ? names.size() + position : position;
      if (column >= 0 && column < names.size()) {
        return OptionalInt.of(column);
      }
    }
    return OptionalInt.empty();
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
    return new Sample(
        Vectors.dense(values),
        label == NONE ? null : label(fields.get(label)),
        weight == NONE ? 1 : weight(fields.get(weight)));
  }

  private String label(String text) {
    if (text.isEmpty()) {
      throw new DataException("column " + names.get(label) + ": the label is missing");
    }
    return text;
  }

  private double weight(String text) {
    double value = number(text, names.get(weight));
    if (value < 0) {
      throw new DataException(
          "column " + names.get(weight) + ": the weight '" + text + "' is less than 0");
    }
    return value;
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
