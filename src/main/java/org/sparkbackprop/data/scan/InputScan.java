package org.sparkbackprop.data.scan;

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
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.data.rows.FoundRows;
import org.sparkbackprop.data.rows.KnownRows;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.values.NumberText;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.settings.BadRowPolicy;

/** What one pass over an input has found, part by part in their order. */
public final class InputScan implements FoundRows {

  private final RowSource source;
  private final List<SplitSummary> parts;

  private InputScan(RowSource source, List<SplitSummary> parts) {
    this.source = source;
    this.parts = parts;
  }

  /** Joins what was found in the parts, in whatever order they come. */
  public static InputScan of(RowSource source, List<SplitSummary> parts) {
    List<SplitSummary> inOrder =
        parts.stream().sorted(Comparator.comparing(SplitSummary::place)).toList();
    return new InputScan(source, inOrder);
  }

  /** What needs no pass. */
  public static InputScan of(RowSource source, KnownRows known) {
    List<SplitSummary> parts = new ArrayList<>();
    for (RowRange range : known.parts()) {
      long rows = range.until() - range.from();
      parts.add(
          new SplitSummary(
              source.placeOf(range.from()),
              parts.size(),
              rows,
              rows,
              rows,
              rows,
              SplitSummary.HeldOut.NONE,
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
  public RowSource source() {
    return source;
  }

  public List<SplitSummary> parts() {
    return parts;
  }

  public long rows() {
    return parts.stream().mapToLong(SplitSummary::rows).sum();
  }

  public long used() {
    return parts.stream().mapToLong(SplitSummary::used).sum();
  }

  /** How many good rows a part of the data set has. */
  public long rows(DataSubset of) {
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

  public long nonZeros() {
    return parts.stream().mapToLong(SplitSummary::nonZeros).sum();
  }

  /** Whether all numbers are whole, from 0 to 255, and none is missing. */
  public boolean isBytes() {
    return parts.stream().allMatch(SplitSummary::bytes);
  }

  @Override
  public NavigableMap<String, Long> labelCounts() {
    return labelCounts(DataSubset.ALL);
  }

  /**
   * How many good rows of a part of the data set there are of each label.
   *
   * @throws IllegalArgumentException for the training part, whose labels are not counted apart
   */
  public NavigableMap<String, Long> labelCounts(DataSubset of) {
    NavigableMap<String, Long> counts = new TreeMap<>();
    for (SplitSummary part : parts) {
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
  public List<InputColumn> columns(int maxCategories) {
    List<InputColumn> columns = new ArrayList<>();
    int category = 0;
    for (InputColumn column : source.shape().columns()) {
      if (!RowShape.isCategory(column)) {
        columns.add(column);
      } else {
        columns.add(withCategories(column, categoryCounts(category++), maxCategories));
      }
    }
    return columns;
  }

  private static InputColumn withCategories(
      InputColumn column, Map<String, Long> counts, int maxCategories) {
    if (!column.categories().isEmpty()) {
      return column;
    }
    if (counts.isEmpty()) {
      throw new DataException("column %s has no value in any row".formatted(column.name()));
    }
    if (counts.size() > maxCategories) {
      throw new DataException(Scan.tooMany(column, maxCategories));
    }
    return InputColumn.category(column.name(), Preparation.inClassOrder(counts.keySet()));
  }

  /** A sentence of each column that has categories which a model does not know. */
  public List<String> unknownCategories(List<InputColumn> known) {
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
                Excerpt.some(List.copyOf(unknown.keySet()))));
      }
    }
    return notes;
  }

  @Override
  public List<String> filesDamagedBy(String reason) {
    return parts.stream()
        .filter(part -> reason.equals(part.damage()))
        .map(part -> part.place().file())
        .distinct()
        .toList();
  }

  @Override
  public Map<String, Long> categoryCounts(int column) {
    Map<String, Long> counts = new HashMap<>();
    for (SplitSummary part : parts) {
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
  public long[] missingCounts(List<InputColumn> columns) {
    FeatureLayout places = new FeatureLayout(columns);
    RowShape shape = source.shape();
    long[] missing = new long[columns.stream().mapToInt(InputColumn::features).sum()];
    List<InputColumn> categories = columns.stream().filter(RowShape::isCategory).toList();
    for (SplitSummary part : parts) {
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
  public Optional<FeatureStatistics> statistics() {
    return parts.stream()
        .map(SplitSummary::statistics)
        .filter(part -> part != null)
        .reduce(FeatureStatistics::join);
  }

  /**
   * Stops at damage, and, unless bad rows are quarantined, at the first of them.
   *
   * @throws DataException naming file, place and reason
   */
  public void require(BadRowPolicy policy) {
    Map<SplitId, Long> before = positionsBefore();
    for (SplitSummary part : parts) {
      if (part.firstFault() != null && policy.policy() == BadRowPolicy.Policy.FAIL) {
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
    if (faulty > policy.maxShare() * rows()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%,d of %,d rows are bad, more than the share of %s that input.max-bad-rows allows; the"
                  + " first is %s",
              faulty,
              rows(),
              policy.maxShare(),
              firstFault()));
    }
  }

  /** Whether all parts could be read, and a value that should be a number is none. */
  public boolean hasTextForNumber() {
    return parts.stream().allMatch(part -> part.damage() == null)
        && parts.stream()
            .anyMatch(
                part ->
                    part.firstFault() != null
                        && part.firstFault().why().contains(NumberText.NO_NUMBER));
  }

  /** How many positions of the same file precede each part. */
  public Map<SplitId, Long> positionsBefore() {
    Map<String, Long> ofFile = new HashMap<>();
    Map<SplitId, Long> before = new HashMap<>();
    for (SplitSummary part : parts) {
      long sum = ofFile.merge(part.place().file(), part.positions(), Long::sum);
      before.put(part.place(), sum - part.positions());
    }
    return before;
  }

  /** Where the first row that is not used stands, and why it is none. */
  public String firstFault() {
    return parts.stream()
        .filter(part -> part.firstFault() != null)
        .findFirst()
        .map(part -> firstFault(part, positionsBefore()))
        .orElseThrow(() -> new IllegalStateException("there is no fault"));
  }

  private String firstFault(SplitSummary part, Map<SplitId, Long> before) {
    long position = before.get(part.place()) + part.firstFault().position();
    return source.where(part.place(), position) + ": " + part.firstFault().why();
  }
}
