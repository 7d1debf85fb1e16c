package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.data.values.NumberText;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation.MissingCategories;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.settings.ClassSettings;

/** Decides whether a row is used. The decision on a row is the same every time. */
public final class RowValidator implements Serializable {

  private static final long serialVersionUID = 1;

  private final RowShape shape;
  private final ClassNames classes;
  private final MissingTexts missingLabels;
  private final MissingValues.Policy missing;
  private final MissingCategories missingCategories;
  private final ArrayList<Set<String>> categories = new ArrayList<>();

  /** A validator that treats missing categories like missing numbers. */
  public RowValidator(
      RowShape shape,
      ClassNames classes,
      MissingTexts missingLabels,
      MissingValues.Policy missing,
      UnknownCategories unknown) {
    this(shape, classes, missingLabels, missing, unknown, MissingCategories.LIKE_NUMBERS);
  }

  /**
   * A validator.
   *
   * @param classes allowed as labels; any label if empty
   * @param missingLabels texts that mean a missing label, unless they are names of classes
   * @param missing how missing values are treated
   * @param unknown how unknown categories of a column with known categories are treated
   * @param missingCategories how missing categories are treated
   */
  public RowValidator(
      RowShape shape,
      ClassNames classes,
      MissingTexts missingLabels,
      MissingValues.Policy missing,
      UnknownCategories unknown,
      MissingCategories missingCategories) {
    this.shape = shape;
    this.classes = classes;
    this.missingLabels = missingLabels;
    this.missing = missing;
    this.missingCategories = missingCategories;
    for (InputColumn column : shape.categoryColumns()) {
      boolean any = unknown != UnknownCategories.REFUSED || column.categories().isEmpty();
      categories.add(any ? Set.of() : Set.copyOf(column.categories()));
    }
  }

  /** Why the reader's row is not used; null if it is. */
  public String fault(RowReader reader) {
    if (reader.fault() != null) {
      return reader.fault();
    }
    RowBuffer row = reader.row();
    String label = row.label() == null ? null : labelFault(row.label());
    if (label != null) {
      return label;
    }
    String target = targetFault(row);
    if (target != null) {
      return target;
    }
    if (row.isIncomplete() && missing == MissingValues.Policy.REFUSE) {
      String column = firstMissing(row);
      if (column != null) {
        return "column %s: the value is missing; preparation.missing says what may take its place"
            .formatted(column);
      }
    }
    if (shape.identity().use() == IdentityColumns.Use.ORDERED && row.identity().isMissing(0)) {
      return "column %s: the value is missing, and validation.order-by divides the rows by it"
          .formatted(Excerpt.of(shape.identity().names().get(0)));
    }
    return categories.isEmpty() ? null : unknownCategory(row);
  }

  private String labelFault(String label) {
    if (!classes.isEmpty()) {
      return classes.index(label) != ClassNames.NONE
          ? null
          : "the label '%s' is not one of the %s %s"
              .formatted(
                  Excerpt.of(label),
                  shape.targets().areNames() ? "labels" : "classes",
                  Excerpt.some(classes.names()));
    }
    return missingLabels.containsNumberOrText(label)
        ? ("the label is missing, as '%s' is one of input.missing-texts; if it is a class, name all"
                + " classes by input.classes")
            .formatted(Excerpt.of(label))
        : null;
  }

  /** Numbers may have to be at least 0; labels may have to be known. */
  private String targetFault(RowBuffer row) {
    RowShape.Targets targets = shape.targets();
    for (int k = 0; k < targets.size(); k++) {
      if (row.targets()[k] < targets.least()) {
        return "the target %s is %s, less than %s, which target.loss = poisson cannot have"
            .formatted(
                Excerpt.of(targets.names().get(k)),
                NumberText.of(row.targets()[k]),
                NumberText.of(targets.least()));
      }
    }
    for (String label : classes.isEmpty() ? List.<String>of() : row.names()) {
      if (classes.index(label) == ClassNames.NONE) {
        return labelFault(label);
      }
    }
    return null;
  }

  /** The largest number of classes of good rows: that of the known classes, or the limit. */
  public int maxClasses(ClassSettings settings) {
    return classes.isEmpty() ? FoundClasses.max(settings) : classes.names().size();
  }

  /** The name that a label is counted under: its class, or, before classes are known, itself. */
  public String counted(String label) {
    return classes.isEmpty() ? label : classes.names().get(classes.index(label));
  }

  /** The first column that must not be missing; null if there is none. */
  private String firstMissing(RowBuffer row) {
    for (int place = 0; place < row.numbers().length; place++) {
      if (Double.isNaN(row.numbers()[place])) {
        return shape.nameOfNumber(place);
      }
    }
    for (int i = 0; i < row.nonZeros(); i++) {
      if (Double.isNaN(row.values()[i])) {
        return shape.nameOfNumber(row.indices()[i]);
      }
    }
    if (missingCategories == MissingCategories.LEVEL) {
      return null;
    }
    for (int c = 0; c < row.categories().length; c++) {
      if (row.categories()[c] == null) {
        return shape.categoryColumns().get(c).name();
      }
    }
    throw new IllegalStateException("no value of an incomplete row is missing");
  }

  private String unknownCategory(RowBuffer row) {
    for (int c = 0; c < row.categories().length; c++) {
      String category = row.categories()[c];
      if (category != null
          && !categories.get(c).isEmpty()
          && !categories.get(c).contains(category)) {
        InputColumn column = shape.categoryColumns().get(c);
        return "column %s: '%s' is not one of its categories %s"
            .formatted(column.name(), Excerpt.of(category), Excerpt.some(column.categories()));
      }
    }
    return null;
  }
}
