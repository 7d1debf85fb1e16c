package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.data.holdout.HoldOutRule;
import org.sparkbackprop.data.values.OrderValue;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.HoldOutShares;

/**
 * What is held out of training, and how it was chosen.
 *
 * @param rule that decided
 * @param shares what was asked for
 * @param columns that the rule looks at; none where it looks at none
 * @param newest for the rule by order, the newest value that is trained on
 * @param rows how many good rows there are
 * @param validation how many are for validation
 * @param test how many are for the test
 * @param labels good rows by label
 * @param validationLabels those for validation
 * @param testLabels those for the test
 */
public record HeldOutRows(
    HoldOutRule rule,
    HoldOutShares shares,
    List<String> columns,
    Optional<OrderValue> newest,
    long rows,
    long validation,
    long test,
    NavigableMap<String, Long> labels,
    NavigableMap<String, Long> validationLabels,
    NavigableMap<String, Long> testLabels) {

  /** More than so many times the share that was asked for is far from it, and less than 1 / so. */
  private static final double FAR = 1.25;

  private static final int MAX_NAMED = 5;

  /** What model.json says. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rule", rule.word());
    fields.put("columns", columns);
    fields.put("seed", shares.seed());
    fields.put("stratified", isStratified());
    fields.put("validation_fraction", shares.validation());
    fields.put("test_fraction", shares.test());
    fields.put("trained_up_to", order().orElse(null));
    fields.put("rows", rows);
    fields.put("validation_rows", validation);
    fields.put("test_rows", test);
    return fields;
  }

  /** For the rule by order, the newest value that is trained on, as a text. */
  public Optional<String> order() {
    return newest.map(OrderValue::toString);
  }

  /**
   * Whether the rows that are held out are all newer than a value, by the rule by order: numbers
   * and texts say nothing of each other, as where a column of numbers has become one of dates.
   */
  public boolean isTrainedUpTo(String value) {
    OrderValue other = OrderValue.of(value);
    return newest
        .filter(own -> own.isText() == other.isText() && other.compareTo(own) <= 0)
        .isPresent();
  }

  /** Columns alone say where a row goes, whatever its class. */
  private boolean isStratified() {
    return shares.of() == HoldOutShares.Of.EACH_CLASS
        && (rule == HoldOutRule.POSITION || rule == HoldOutRule.ROW);
  }

  /** How the rows were chosen, for people. */
  public String sentence() {
    String names = Excerpt.some(columns);
    String how =
        switch (rule) {
          case ORDER ->
              "the newest rows by %s, behind %s"
                  .formatted(Excerpt.of(columns.get(0)), order().orElse("all"));
          case GROUP -> "by a hash of %s, rows of a group together".formatted(names);
          case KEY -> "by a hash of the key %s".formatted(names);
          case POSITION -> "by a hash of file name and row number";
          case ROW -> "by a hash of the row";
        };
    return rule == HoldOutRule.ORDER
        ? how
        : "%s, seed %s%s"
            .formatted(how, shares.seed(), isStratified() ? ", the same share of each class" : "");
  }

  /** What training refuses: a part without rows is not what was asked for. */
  Optional<String> fault() {
    return Stream.of(DataSubset.TRAINING, DataSubset.VALIDATION, DataSubset.TEST)
        .filter(part -> part.shareOf(shares) > 0 && rows(part) == 0)
        .findFirst()
        .map(
            part ->
                text(
                    "no row is left for %s with validation.fraction = %s and test.fraction = %s of %,d"
                        + " rows, divided %s; change the fractions, or what divides the rows",
                    part.name().toLowerCase(Locale.ROOT),
                    shares.validation(),
                    shares.test(),
                    rows,
                    sentence()));
  }

  private long rows(DataSubset part) {
    return switch (part) {
      case VALIDATION -> validation;
      case TEST -> test;
      case TRAINING -> rows - validation - test;
      case ALL -> rows;
    };
  }

  /** What is not as it was asked for, as sentences with a remedy. */
  public List<String> notes() {
    Optional<String> fault = fault();
    if (fault.isPresent()) {
      return List.of("train refuses these data: " + fault.get());
    }
    List<String> notes = new ArrayList<>();
    if (shares.validation() > 0) {
      note(notes, "validation", shares.validation(), validation, validationLabels);
    }
    if (shares.test() > 0) {
      note(notes, "test", shares.test(), test, testLabels);
    }
    List<String> untrained =
        labels.keySet().stream().filter(label -> trained(label) == 0).limit(MAX_NAMED).toList();
    if (!untrained.isEmpty()) {
      notes.add(
          text(
              "no row of the class %s is left to train on: no model can learn it; more rows of it, or"
                  + " smaller fractions of validation and test, would help",
              Excerpt.some(untrained)));
    }
    return notes;
  }

  private long trained(String label) {
    return labels.get(label)
        - validationLabels.getOrDefault(label, 0L)
        - testLabels.getOrDefault(label, 0L);
  }

  private void note(
      List<String> notes,
      String part,
      double share,
      long held,
      NavigableMap<String, Long> heldLabels) {
    if (isFar(held, share, rows)) {
      notes.add(
          text(
              "the %s part has %,d of %,d rows, %s instead of %s: %s",
              part, held, rows, percent((double) held / rows), percent(share), why()));
    }
    List<String> lacking =
        labels.keySet().stream().filter(l -> !heldLabels.containsKey(l)).toList();
    if (!lacking.isEmpty()) {
      notes.add(
          text(
              "the %s part has no row of the class %s: its figures say nothing of it; %s",
              part, Excerpt.some(lacking.stream().limit(MAX_NAMED).toList()), more(part)));
    }
    double ofAll = (double) held / rows;
    List<String> far =
        labels.entrySet().stream()
            .filter(l -> heldLabels.containsKey(l.getKey()))
            .filter(l -> isFarBeyondChance(heldLabels.get(l.getKey()), ofAll, l.getValue()))
            .map(
                l ->
                    text(
                        "%s (%s)",
                        Excerpt.of(l.getKey()),
                        percent((double) heldLabels.get(l.getKey()) / l.getValue())))
            .limit(MAX_NAMED)
            .toList();
    if (!far.isEmpty()) {
      notes.add(
          text(
              "the %s part has %s of all rows, but other shares of some classes: %s; %s",
              part, percent(ofAll), String.join(", ", far), whyOfClasses()));
    }
  }

  private static boolean isFar(long held, double share, long rows) {
    double asked = share * rows;
    boolean ratio = held > FAR * asked || held < asked / FAR;
    return ratio && Math.abs(held - asked) >= 2;
  }

  /** Three standard deviations of a draw row by row. */
  private static boolean isFarBeyondChance(long held, double share, long rows) {
    double deviation = Math.sqrt(share * (1 - share) * rows);
    return isFar(held, share, rows) && Math.abs(held - share * rows) > 3 * deviation;
  }

  private String why() {
    return switch (rule) {
      case ORDER -> "rows with the same value of %s stay together".formatted(columns.get(0));
      case GROUP -> "rows of a group stay together, and some groups are large";
      case KEY -> "rows with the same key stay together, or chance does it where rows are few";
      case POSITION, ROW -> "chance does it where rows, or those of each file, are few";
    };
  }

  private String whyOfClasses() {
    return switch (rule) {
      case ORDER -> "the newest rows differ from the others";
      default -> "classes and %s go together".formatted(Excerpt.some(columns));
    };
  }

  private static String more(String part) {
    return "more rows of it, or a larger %s.fraction, would help".formatted(part);
  }

  private static String percent(double share) {
    return text("%.3g %%", 100 * share);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
