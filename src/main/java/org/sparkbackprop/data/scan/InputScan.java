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
  private final List<SplitSummary> splits;

  private InputScan(RowSource source, HoldOut holdOut, List<SplitSummary> splits) {
    this.source = source;
    this.holdOut = holdOut;
    this.splits = splits;
  }

  /** Joins the summaries of the splits, in any order. */
  public static InputScan of(RowSource source, HoldOut holdOut, List<SplitSummary> splits) {
    return new InputScan(
        source, holdOut, splits.stream().sorted(Comparator.comparing(SplitSummary::id)).toList());
  }

  /** What a source knows without a pass. */
  public static InputScan of(RowSource source, RowSource.Known known) {
    List<SplitSummary> splits = new ArrayList<>();
    for (RowRange range : known.parts()) {
      long rows = range.until() - range.from();
      splits.add(
          new SplitSummary(
              source.splitAt(range.from()),
              splits.size(),
              rows,
              rows,
              rows,
              SplitSummary.HeldOut.NONE,
              null,
              null,
              splits.isEmpty() ? known.labelCounts() : Map.of(),
              List.of(),
              0,
              false,
              new long[0],
              null,
              null));
    }
    return new InputScan(source, HoldOut.NONE, splits);
  }

  /** The source that was read. */
  public RowSource source() {
    return source;
  }

  /** How its rows are divided. */
  public HoldOut holdOut() {
    return holdOut;
  }

  public List<SplitSummary> splits() {
    return splits;
  }

  public long rows() {
    return splits.stream().mapToLong(SplitSummary::rows).sum();
  }

  public long used() {
    return splits.stream().mapToLong(SplitSummary::used).sum();
  }

  /** Good rows of a part of the data set. */
  public long rows(DataSubset of) {
    return splits.stream()
        .mapToLong(
            split ->
                switch (of) {
                  case TRAINING ->
                      split.used() - split.heldOut().validation() - split.heldOut().test();
                  case VALIDATION -> split.heldOut().validation();
                  case TEST -> split.heldOut().test();
                  case ALL -> split.used();
                })
        .sum();
  }

  public long nonZeros() {
    return splits.stream().mapToLong(SplitSummary::nonZeros).sum();
  }

  /** Whether all numbers are whole, from 0 to 255, and none is missing. */
  public boolean isBytes() {
    return splits.stream().allMatch(SplitSummary::bytes);
  }

  /** Whether any value of a training row is missing. */
  public boolean hasMissing() {
    return splits.stream().anyMatch(split -> split.missing().length > 0);
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
    for (SplitSummary split : splits) {
      Map<String, Long> ofSplit =
          switch (of) {
            case VALIDATION -> split.heldOut().validationLabels();
            case TEST -> split.heldOut().testLabels();
            case ALL -> split.labelCounts();
            case TRAINING -> throw new IllegalArgumentException("not counted separately");
          };
      ofSplit.forEach((label, count) -> counts.merge(label, count, Long::sum));
    }
    return counts;
  }

  /** The columns, with the categories found where none were declared, and further levels. */
  public List<InputColumn> columns(CategoryFit fit) {
    List<InputColumn> columns = new ArrayList<>();
    int category = 0;
    for (InputColumn column : source.shape().columns()) {
      if (RowShape.isCategory(column)) {
        columns.add(fit.fitted(column, categoryCounts(category), missingCategories(category)));
        category++;
      } else {
        columns.add(column);
      }
    }
    return columns;
  }

  /** Training rows without a category in a category column. */
  private long missingCategories(int column) {
    int at = source.shape().numbers() + column;
    return splits.stream()
        .map(SplitSummary::missing)
        .mapToLong(missing -> missing.length == 0 ? 0 : missing[at])
        .sum();
  }

  /** A sentence on each column with categories that a model does not know. */
  public List<String> unknownCategories(Preparation preparation) {
    List<InputColumn> known = preparation.columns();
    List<String> notes = new ArrayList<>();
    List<InputColumn> columns = known.stream().filter(RowShape::isCategory).toList();
    for (int c = 0; c < columns.size(); c++) {
      Map<String, Long> unknown = new TreeMap<>(categoryCounts(c));
      unknown.keySet().removeAll(Set.copyOf(columns.get(c).categories()));
      if (!unknown.isEmpty()) {
        notes.add(
            String.format(
                Locale.ROOT,
                "column %s: %,d values are not among its categories and are treated as %s: %s",
                Excerpt.of(columns.get(c).name()),
                unknown.values().stream().mapToLong(Long::longValue).sum(),
                preparation.unknownCategories() == Preparation.UnknownCategories.OTHER
                        && columns.get(c).placeOf(InputColumn.Level.OTHER) >= 0
                    ? "other"
                    : "no category",
                Excerpt.some(List.copyOf(unknown.keySet()))));
      }
    }
    return notes;
  }

  @Override
  public List<String> filesDamagedBy(String reason) {
    return splits.stream()
        .filter(split -> reason.equals(split.damage()))
        .map(split -> split.id().file())
        .distinct()
        .toList();
  }

  @Override
  public Map<String, Long> categoryCounts(int column) {
    Map<String, Long> counts = new HashMap<>();
    for (SplitSummary split : splits) {
      split.categories().get(column).forEach((name, count) -> counts.merge(name, count, Long::sum));
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
    for (SplitSummary split : splits) {
      for (int i = 0; i < split.missing().length; i++) {
        int category = i - layout.numbers();
        int first = category < 0 ? layout.ofNumber(i) : layout.ofCategories(category);
        int features = category < 0 ? 1 : categories.get(category).features();
        for (int feature = first; feature < first + features; feature++) {
          missing[feature] += split.missing()[i];
        }
      }
    }
    return missing;
  }

  /** Statistics of the training rows; can be called once, because it joins those of the splits. */
  public Optional<FeatureStatistics> statistics() {
    return splits.stream()
        .map(SplitSummary::statistics)
        .filter(split -> split != null)
        .reduce(FeatureStatistics::join);
  }

  /** Statistics of the numbers to be predicted, over the training rows. */
  public FeatureStatistics targets() {
    FeatureStatistics all =
        new FeatureStatistics(source.shape().targets().size(), FeatureStatistics.Of.MOMENTS);
    splits.stream().map(SplitSummary::targets).filter(split -> split != null).forEach(all::join);
    return all;
  }

  /**
   * Refuses damage, and bad rows if the policy does.
   *
   * @throws DataException naming the file, the place in it and the reason
   */
  public void require(BadRowPolicy policy) {
    Map<SplitId, Long> before = positionsBefore();
    for (SplitSummary split : splits) {
      if (split.firstFault() != null && policy.policy() == BadRowPolicy.Policy.FAIL) {
        throw new DataException(
            "%s; correct the row, leave it out, or say input.bad-rows = quarantine"
                .formatted(firstFault(split, before)));
      }
      if (split.damage() != null) {
        long position = before.get(split.id()) + split.positions();
        throw new DataException(
            "%s: %s".formatted(source.where(split.id(), position), split.damage()));
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
    return splits.stream().allMatch(split -> split.damage() == null)
        && splits.stream()
            .map(SplitSummary::firstFault)
            .anyMatch(fault -> fault != null && fault.why().contains(NumberText.NO_NUMBER));
  }

  /** How many positions of the same file precede each split. */
  public Map<SplitId, Long> positionsBefore() {
    Map<String, Long> ofFile = new HashMap<>();
    Map<SplitId, Long> before = new HashMap<>();
    for (SplitSummary split : splits) {
      long sum = ofFile.merge(split.id().file(), split.positions(), Long::sum);
      before.put(split.id(), sum - split.positions());
    }
    return before;
  }

  /** Where the first bad row is, and what is wrong with it. */
  public String firstFault() {
    return splits.stream()
        .filter(split -> split.firstFault() != null)
        .findFirst()
        .map(split -> firstFault(split, positionsBefore()))
        .orElseThrow(() -> new IllegalStateException("there is no fault"));
  }

  private String firstFault(SplitSummary split, Map<SplitId, Long> before) {
    long position = before.get(split.id()) + split.firstFault().position();
    return source.where(split.id(), position) + ": " + split.firstFault().why();
  }
}
