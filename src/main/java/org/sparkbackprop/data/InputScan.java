package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation;

/** What one pass over an input has found, part by part in their order. */
final class InputScan {

  private final RowSource source;
  private final List<PartSummary> parts;

  private InputScan(RowSource source, List<PartSummary> parts) {
    this.source = source;
    this.parts = parts;
  }

  /** Joins what was found in the parts, in whatever order they come. */
  static InputScan of(RowSource source, List<PartSummary> parts) {
    List<PartSummary> inOrder =
        parts.stream().sorted(Comparator.comparing(PartSummary::place)).toList();
    return new InputScan(source, inOrder);
  }

  /** What needs no pass. */
  static InputScan of(RowSource source, KnownRows known) {
    List<PartSummary> parts = new ArrayList<>();
    for (RowRange range : known.parts()) {
      long rows = range.until() - range.from();
      parts.add(
          new PartSummary(
              source.placeOf(range.from()),
              parts.size(),
              rows,
              rows,
              rows,
              rows,
              PartSummary.HeldOut.NONE,
              null,
              null,
              parts.isEmpty() ? known.labelCounts() : Map.of(),
              List.of(),
              0,
              false,
              new long[0],
              null));
    }
    return new InputScan(source, parts);
  }

  /** The source that was looked at. */
  RowSource source() {
    return source;
  }

  List<PartSummary> parts() {
    return parts;
  }

  long rows() {
    return parts.stream().mapToLong(PartSummary::rows).sum();
  }

  long used() {
    return parts.stream().mapToLong(PartSummary::used).sum();
  }

  /** How many good rows a part of the data set has. */
  long rows(DataPart of) {
    return parts.stream()
        .mapToLong(
            part ->
                switch (of) {
                  case TRAINING -> part.trained();
                  case VALIDATION -> part.heldOut().validation();
                  case TEST -> part.heldOut().test();
                  case ALL -> part.used();
                })
        .sum();
  }

  long nonZeros() {
    return parts.stream().mapToLong(PartSummary::nonZeros).sum();
  }

  /** Whether all numbers are whole, from 0 to 255, and none is missing. */
  boolean isBytes() {
    return parts.stream().allMatch(PartSummary::bytes);
  }

  NavigableMap<String, Long> labelCounts() {
    return labelCounts(DataPart.ALL);
  }

  /**
   * How many good rows of a part of the data set there are of each label.
   *
   * @throws IllegalArgumentException for the training part, whose labels are not counted apart
   */
  NavigableMap<String, Long> labelCounts(DataPart of) {
    NavigableMap<String, Long> counts = new TreeMap<>();
    for (PartSummary part : parts) {
      Map<String, Long> ofPart =
          switch (of) {
            case VALIDATION -> part.heldOut().validationLabels();
            case TEST -> part.heldOut().testLabels();
            case ALL -> part.labelCounts();
            case TRAINING -> throw new IllegalArgumentException("they are what is left");
          };
      ofPart.forEach((label, count) -> counts.merge(label, count, Long::sum));
    }
    return counts;
  }

  /** The columns, with the categories that were found where none were declared. */
  List<InputColumn> columns(int mostCategories) {
    List<InputColumn> columns = new ArrayList<>();
    int category = 0;
    for (InputColumn column : source.shape().columns()) {
      if (!RowShape.isCategory(column)) {
        columns.add(column);
      } else {
        columns.add(withCategories(column, categoryCounts(category++), mostCategories));
      }
    }
    return columns;
  }

  private static InputColumn withCategories(
      InputColumn column, Map<String, Long> counts, int mostCategories) {
    if (!column.categories().isEmpty()) {
      return column;
    }
    if (counts.isEmpty()) {
      throw new DataException("column %s has no value in any row".formatted(column.name()));
    }
    if (counts.size() > mostCategories) {
      throw new DataException(Scan.tooMany(column, mostCategories));
    }
    return InputColumn.category(column.name(), Preparation.inClassOrder(counts.keySet()));
  }

  /** A sentence of each column that has categories which a model does not know. */
  List<String> unknownCategories(List<InputColumn> known) {
    List<String> notes = new ArrayList<>();
    List<InputColumn> columns = known.stream().filter(RowShape::isCategory).toList();
    for (int c = 0; c < columns.size(); c++) {
      Map<String, Long> unknown = new TreeMap<>(categoryCounts(c));
      unknown.keySet().removeAll(Set.copyOf(columns.get(c).categories()));
      if (!unknown.isEmpty()) {
        notes.add(
            String.format(
                Locale.ROOT,
                "column %s: %,d values are none of its categories and count as none of them: %s",
                Excerpt.of(columns.get(c).name()),
                unknown.values().stream().mapToLong(Long::longValue).sum(),
                TableColumns.some(List.copyOf(unknown.keySet()))));
      }
    }
    return notes;
  }

  /** How many trained rows there are of each category of a column of categories. */
  Map<String, Long> categoryCounts(int column) {
    Map<String, Long> counts = new HashMap<>();
    for (PartSummary part : parts) {
      part.categories().get(column).forEach((name, count) -> counts.merge(name, count, Long::sum));
    }
    return counts;
  }

  /**
   * How many values of trained rows are missing, by feature: of a column of categories, the same
   * for each of its categories.
   *
   * @param columns with their categories
   */
  long[] missingCounts(List<InputColumn> columns) {
    FeaturePlaces places = new FeaturePlaces(columns);
    RowShape shape = source.shape();
    long[] missing = new long[columns.stream().mapToInt(InputColumn::features).sum()];
    List<InputColumn> categories = columns.stream().filter(RowShape::isCategory).toList();
    for (PartSummary part : parts) {
      for (int i = 0; i < part.missing().length; i++) {
        if (i < shape.numbers()) {
          missing[places.ofNumber(i)] += part.missing()[i];
        } else {
          int first = places.ofCategories(i - shape.numbers());
          for (int k = 0; k < categories.get(i - shape.numbers()).features(); k++) {
            missing[first + k] += part.missing()[i];
          }
        }
      }
    }
    return missing;
  }

  /** Of the trained rows; the parts' are used up by it. */
  Optional<FeatureStatistics> statistics() {
    return parts.stream()
        .map(PartSummary::statistics)
        .filter(part -> part != null)
        .reduce(FeatureStatistics::join);
  }

  /**
   * Stops at damage, and, unless bad rows are quarantined, at the first of them.
   *
   * @throws DataException naming file, place and reason
   */
  void require(BadRows policy) {
    Map<Place, Long> before = positionsBefore();
    for (PartSummary part : parts) {
      if (part.firstFault() != null && policy.policy() == BadRows.Policy.FAIL) {
        throw new DataException(
            "%s; correct the row, leave it out, or say input.bad-rows = quarantine"
                .formatted(firstFault(part, before)));
      }
      if (part.damage() != null) {
        long position = before.get(part.place()) + part.positions();
        throw new DataException(
            "%s: %s".formatted(source.where(part.place(), position), part.damage()));
      }
    }
    long faulty = rows() - used();
    if (faulty > policy.mostShare() * rows()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%,d of %,d rows are bad, more than the share of %s that input.most-bad-rows allows; the"
                  + " first is %s",
              faulty,
              rows(),
              policy.mostShare(),
              firstFault()));
    }
  }

  /** Whether all parts could be read, and a value that should be a number is none. */
  boolean hasTextForNumber() {
    return parts.stream().allMatch(part -> part.damage() == null)
        && parts.stream()
            .anyMatch(
                part ->
                    part.firstFault() != null
                        && part.firstFault().why().contains(ColumnDiagnosis.NO_NUMBER));
  }

  /** How many positions of the same file precede each part. */
  Map<Place, Long> positionsBefore() {
    Map<String, Long> ofFile = new HashMap<>();
    Map<Place, Long> before = new HashMap<>();
    for (PartSummary part : parts) {
      long sum = ofFile.merge(part.place().file(), part.positions(), Long::sum);
      before.put(part.place(), sum - part.positions());
    }
    return before;
  }

  /** Where the first row that is not used stands, and why it is none. */
  String firstFault() {
    return parts.stream()
        .filter(part -> part.firstFault() != null)
        .findFirst()
        .map(part -> firstFault(part, positionsBefore()))
        .orElseThrow(() -> new IllegalStateException("there is no fault"));
  }

  private String firstFault(PartSummary part, Map<Place, Long> before) {
    long position = before.get(part.place()) + part.firstFault().position();
    return source.where(part.place(), position) + ": " + part.firstFault().why();
  }
}
