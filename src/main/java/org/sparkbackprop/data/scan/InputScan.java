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
import org.sparkbackprop.data.holdout.HoldOut;
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

/** What one pass over an input has found, split by split in their order. */
public final class InputScan implements RowSource.Found {

  private final RowSource source;
  private final HoldOut holdOut;
  private final List<SplitSummary> parts;

  private InputScan(RowSource source, HoldOut holdOut, List<SplitSummary> parts) {
    this.source = source;
    this.holdOut = holdOut;
    this.parts = parts;
  }

  /** Joins the summaries of the splits, in any order. */
  public static InputScan of(RowSource source, HoldOut holdOut, List<SplitSummary> parts) {
    return new InputScan(
        source, holdOut, parts.stream().sorted(Comparator.comparing(SplitSummary::place)).toList());
  }

  /** What a source knows without a pass. */
  public static InputScan of(RowSource source, RowSource.Known known) {
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
    return new InputScan(source, HoldOut.NONE, parts);
  }

  /** The source that was read. */
  public RowSource source() {
    return source;
  }

  /** How its rows are divided. */
  public HoldOut holdOut() {
    return holdOut;
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

  /** Good rows of a part of the data set. */
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
   * Good rows of each label in a part of the data set.
   *
   * @throws IllegalArgumentException for the training part, whose labels are not counted separately
   */
  public NavigableMap<String, Long> labelCounts(DataSubset of) {
    NavigableMap<String, Long> counts = new TreeMap<>();
    for (SplitSummary part : parts) {
      Map<String, Long> ofPart =
          switch (of) {
            case VALIDATION -> part.heldOut().validationLabels();
            case TEST -> part.heldOut().testLabels();
            case ALL -> part.labelCounts();
            case TRAINING -> throw new IllegalArgumentException("not counted separately");
          };
      ofPart.forEach((label, count) -> counts.merge(label, count, Long::sum));
    }
    return counts;
  }

  /** The columns, with the categories found where none were declared. */
  public List<InputColumn> columns(int maxCategories) {
    List<InputColumn> columns = new ArrayList<>();
    int category = 0;
    for (InputColumn column : source.shape().columns()) {
      columns.add(
          RowShape.isCategory(column)
              ? withCategories(column, categoryCounts(category++), maxCategories)
              : column);
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

  /** A sentence on each column with categories that a model does not know. */
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
                "column %s: %,d values are not among its categories and are treated as no category: %s",
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
   * Missing values of training rows, by feature; a category column's count for each category.
   *
   * @param columns with their categories
   */
  public long[] missingCounts(List<InputColumn> columns) {
    FeatureLayout layout = new FeatureLayout(columns);
    long[] missing = new long[layout.features()];
    List<InputColumn> categories = columns.stream().filter(RowShape::isCategory).toList();
    for (SplitSummary part : parts) {
      for (int i = 0; i < part.missing().length; i++) {
        int category = i - layout.numbers();
        int first = category < 0 ? layout.ofNumber(i) : layout.ofCategories(category);
        int features = category < 0 ? 1 : categories.get(category).features();
        for (int feature = first; feature < first + features; feature++) {
          missing[feature] += part.missing()[i];
        }
      }
    }
    return missing;
  }

  /** Statistics of the training rows; can be called once, because it joins those of the splits. */
  public Optional<FeatureStatistics> statistics() {
    return parts.stream()
        .map(SplitSummary::statistics)
        .filter(part -> part != null)
        .reduce(FeatureStatistics::join);
  }

  /**
   * Refuses damage, and bad rows if the policy does.
   *
   * @throws DataException naming the file, the place in it and the reason
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

  /** Whether nothing is damaged, but a value that should be a number is not. */
  public boolean hasTextForNumber() {
    return parts.stream().allMatch(part -> part.damage() == null)
        && parts.stream()
            .map(SplitSummary::firstFault)
            .anyMatch(fault -> fault != null && fault.why().contains(NumberText.NO_NUMBER));
  }

  /** How many positions of the same file precede each split. */
  public Map<SplitId, Long> positionsBefore() {
    Map<String, Long> ofFile = new HashMap<>();
    Map<SplitId, Long> before = new HashMap<>();
    for (SplitSummary part : parts) {
      long sum = ofFile.merge(part.place().file(), part.positions(), Long::sum);
      before.put(part.place(), sum - part.positions());
    }
    return before;
  }

  /** Where the first bad row is, and what is wrong with it. */
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
