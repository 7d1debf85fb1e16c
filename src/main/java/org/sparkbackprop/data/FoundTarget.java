package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.FoundClasses;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.scan.FeatureStatistics;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.data.values.NumberText;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.Decision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.targets.TargetSettings;
import org.sparkbackprop.settings.targets.TargetSettings.Scaling;
import org.sparkbackprop.settings.targets.ThresholdSettings;
import org.sparkbackprop.settings.targets.ThresholdSettings.Rule;

/**
 * Finds what the training rows say about the target: its classes or labels, its mean and spread.
 */
final class FoundTarget {

  /** How truths are written in most files. */
  private static final List<Set<String>> FLAGS = List.of(Set.of("0", "1"), Set.of("false", "true"));

  private FoundTarget() {}

  /**
   * The target of rows that a scan has found.
   *
   * @param name of the input, for messages
   * @throws DataException if the rows do not fit the kind of target
   */
  static Target of(InputScan scan, String name, InputSettings input, TargetSettings settings) {
    return switch (input.target().kind()) {
      case CLASS -> withDecision(classes(scan, name, input), name, settings);
      case LABELS -> Target.ofLabels(labels(scan, name, input));
      case NUMBER -> numbers(scan, name, settings);
    };
  }

  private static Target withDecision(List<String> classes, String name, TargetSettings settings) {
    Target target = Target.ofClasses(classes);
    ThresholdSettings threshold = settings.threshold();
    boolean oneOutput = settings.loss().name() == Losses.BINARY_CROSS_ENTROPY;
    if (!threshold.needsTwoClasses() && !oneOutput) {
      return target;
    }
    if (classes.size() != 2) {
      throw new DataException(
          "%s: the label has %s classes, %s, but %s; leave the setting out, or name another label"
              .formatted(
                  name,
                  classes.size(),
                  Excerpt.some(classes),
                  oneOutput
                      ? "target.loss = sigmoid-cross-entropy is for two"
                      : "target.threshold and target.positive-class are for two"));
    }
    int positive =
        threshold.positiveClass().map(known -> ClassNames.of(classes).index(known)).orElse(1);
    if (positive == ClassNames.NONE) {
      throw new DataException(
          "%s: target.positive-class = %s is not one of the classes %s; name one of them"
              .formatted(name, Excerpt.of(threshold.positiveClass().orElseThrow()), classes));
    }
    return target.with(
        threshold.rule() == Rule.GIVEN
            ? new Decision(positive, threshold.value(), threshold.describe())
            : Decision.mostProbable(positive));
  }

  private static List<String> classes(InputScan scan, String name, InputSettings input) {
    if (!input.classes().names().isEmpty()) {
      return input.classes().names();
    }
    ClassNames found = ClassNames.found(scan.labelCounts().keySet());
    FoundClasses.require(found.counts(scan.labelCounts()), input.classes(), name);
    return found.names();
  }

  private static List<String> labels(InputScan scan, String name, InputSettings input) {
    RowShape.Targets targets = scan.source().shape().targets();
    if (!targets.areNames()) {
      return targets.names();
    }
    if (!input.classes().names().isEmpty()) {
      return input.classes().names();
    }
    List<String> found = new ArrayList<>(Preparation.inClassOrder(scan.labelCounts().keySet()));
    if (found.isEmpty()) {
      throw new DataException(
          "%s: no row has a label; the column that target.columns or input.label names must have the"
                  .formatted(name)
              + " names of each row's labels");
    }
    if (scan.labelCounts().values().stream().mapToLong(Long::longValue).sum() == scan.used()
        && FLAGS.stream().anyMatch(flags -> flags.containsAll(found))) {
      throw new DataException(
          ("%s: the labels are named %s, and each row has one: this is a column of true and false, so"
                  + " set target.kind = class; target.kind = labels takes several such columns, or one"
                  + " with names")
              .formatted(name, found));
    }
    return found;
  }

  private static Target numbers(InputScan scan, String name, TargetSettings settings) {
    List<String> names = scan.source().shape().targets().names();
    FeatureStatistics found = scan.targets();
    requireSpread(found, names, name);
    double[] shift = new double[names.size()];
    double[] scale = new double[names.size()];
    Arrays.fill(scale, 1);
    boolean counts = settings.loss().name() == Losses.POISSON;
    for (int k = 0; k < names.size() && settings.scaling() == Scaling.AUTOMATIC; k++) {
      double mean = found.mean(k);
      double deviation = found.deviation(k);
      shift[k] = counts ? 0 : mean;
      scale[k] = positive(counts ? mean : deviation);
    }
    return Target.ofNumbers(names, shift, scale);
  }

  /** The deviation of the smallest numbers may be rounded to 0. */
  private static double positive(double width) {
    return width > 0 ? width : 1;
  }

  /** A number that never changes teaches nothing. */
  private static void requireSpread(FeatureStatistics found, List<String> names, String input) {
    for (int k = 0; k < names.size(); k++) {
      String column = Excerpt.of(names.get(k));
      if (found.min(k) == found.max(k)) {
        throw new DataException(
            ("%s: the target %s is %s in all training rows, so that there is nothing to learn; name"
                    + " other columns by target.columns or input.label, or give more rows")
                .formatted(input, column, NumberText.of(found.min(k))));
      }
      if (found.max(k) - found.min(k) == Double.POSITIVE_INFINITY) {
        throw new DataException(
            ("%s: the values of the target %s, from %s to %s, have too wide a range for a number;"
                    + " correct them, or give them in another unit")
                .formatted(input, column, found.min(k), found.max(k)));
      }
    }
  }
}
