package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.data.holdout.HoldOut;
import org.sparkbackprop.data.holdout.HoldOutRule;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.data.values.OrderValue;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.settings.HoldOutShares;

/**
 * What is held out of training, and how it was chosen.
 *
 * @param rule that decided
 * @param shares asked for
 * @param columns that the rule uses, if any
 * @param newest for the rule by order, the newest value that is trained on
 * @param rows number of good rows
 * @param validation number of rows in the validation set
 * @param test number of rows in the test set
 * @param labels good rows by class
 * @param validationLabels the same of the validation set
 * @param testLabels the same of the test set
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

  /** A share that is off by more than this factor is far from what was asked for. */
  private static final double FAR = 1.25;

  private static final int MAX_NAMED = 5;

  /** The counts of a scan of rows with such targets; only classes are counted one by one. */
  static HeldOutRows of(InputScan scan, Target target) {
    HoldOut holdOut = scan.holdOut();
    ClassNames classes = ClassNames.of(target.isClass() ? target.names() : List.of());
    return new HeldOutRows(
        holdOut.rule(),
        target.isClass() ? holdOut.shares() : holdOut.shares().ofAllRows(),
        scan.source().shape().identity().names(),
        Optional.ofNullable(holdOut.newest()).map(HoldOut.Newest::trained),
        scan.used(),
        scan.rows(DataSubset.VALIDATION),
        scan.rows(DataSubset.TEST),
        new TreeMap<>(classes.counts(scan.labelCounts())),
        new TreeMap<>(classes.counts(scan.labelCounts(DataSubset.VALIDATION))),
        new TreeMap<>(classes.counts(scan.labelCounts(DataSubset.TEST))));
  }

  /** As model.json has it. */
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

  /** For the rule by order, the newest value that is trained on, as text. */
  public Optional<String> order() {
    return newest.map(OrderValue::toString);
  }

  /**
   * Whether, under the rule by order, all held-out rows are newer than a value. Numbers and texts
   * cannot be compared, for instance after a column of numbers has become one of dates.
   */
  public boolean isTrainedUpTo(String value) {
    OrderValue other = OrderValue.of(value);
    return newest
        .filter(own -> own.isText() == other.isText() && other.compareTo(own) <= 0)
        .isPresent();
  }

  /** The other rules divide by columns alone, whatever the class. */
  private boolean isStratified() {
    return shares.of() == HoldOutShares.Of.EACH_CLASS
        && (rule == HoldOutRule.POSITION || rule == HoldOutRule.ROW);
  }

  /** How the rows were chosen, for people. */
  public String sentence() {
    String names = Excerpt.some(columns);
    String seed =
        ", seed " + shares.seed() + (isStratified() ? ", the same share of each class" : "");
    return switch (rule) {
      case ORDER ->
          "the newest rows by %s, after %s"
              .formatted(Excerpt.of(columns.get(0)), order().orElse("all"));
      case GROUP -> "by a hash of %s, rows of a group together".formatted(names) + seed;
      case KEY -> "by a hash of the key " + names + seed;
      case POSITION -> "by a hash of file name and row number" + seed;
      case ROW -> "by a hash of the row" + seed;
    };
  }

  /** Why training refuses the division: a part that was asked for has no rows. */
  Optional<String> fault() {
    return Stream.of(DataSubset.TRAINING, DataSubset.VALIDATION, DataSubset.TEST)
        .filter(part -> part.shareOf(shares) > 0 && rows(part) == 0)
        .findFirst()
        .map(
            part ->
                text(
                    "no row is left for %s with validation.fraction = %s and test.fraction = %s of %,d"
                        + " rows, divided %s; change the fractions, or how the rows are divided",
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

  /** How the division differs from what was asked for, as sentences with a remedy. */
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
          ("no row of the class %s is left for training, so no model can learn it; add rows of it, or"
                  + " make the validation and test fractions smaller")
              .formatted(Excerpt.some(untrained)));
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
    double ofAll = (double) held / rows;
    if (isFar(held, share, rows)) {
      notes.add(
          text(
              "the %s set has %,d of %,d rows, %s instead of %s: %s",
              part, held, rows, percent(ofAll), percent(share), why()));
    }
    List<String> lacking =
        labels.keySet().stream().filter(l -> !heldLabels.containsKey(l)).limit(MAX_NAMED).toList();
    if (!lacking.isEmpty()) {
      notes.add(
          text(
              "the %1$s set has no row of the class %2$s, so its metrics say nothing about it; add rows"
                  + " of it, or make %1$s.fraction larger",
              part, Excerpt.some(lacking)));
    }
    List<String> far = new ArrayList<>();
    heldLabels.forEach(
        (label, ofClass) -> {
          long all = labels.get(label);
          if (isFarBeyondChance(ofClass, ofAll, all) && far.size() < MAX_NAMED) {
            far.add("%s (%s)".formatted(Excerpt.of(label), percent((double) ofClass / all)));
          }
        });
    if (!far.isEmpty()) {
      String reason =
          rule == HoldOutRule.ORDER
              ? "the newest rows differ from the others"
              : "classes and %s go together".formatted(Excerpt.some(columns));
      notes.add(
          text(
              "the %s set has %s of all rows, but other shares of some classes: %s; %s",
              part, percent(ofAll), String.join(", ", far), reason));
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
      case KEY -> "rows with the same key stay together, or there are few rows and it is chance";
      case POSITION, ROW -> "with few rows, in all or per file, this is chance";
    };
  }

  private static String percent(double share) {
    return text("%.3g %%", 100 * share);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
