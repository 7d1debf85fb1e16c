package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.FoundClasses;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.scan.FeatureStatistics;
import org.sparkbackprop.data.scan.InputScan;
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

  private FoundTarget() {}

  /**
   * The target of rows that a scan has found.
   *
   * @param name of the input, for messages
   * @throws DataException if the rows do not fit the kind of target
   */
  static Target of(InputScan scan, String name, InputSettings input, TargetSettings settings) {
    return switch (input.target().kind()) {
      case CLASS -> withDecision(classes(scan, name, input), settings.threshold());
      case LABELS -> Target.ofLabels(labels(scan, name, input));
      case NUMBER -> numbers(scan, settings);
    };
  }

  private static Target withDecision(List<String> classes, ThresholdSettings settings) {
    Target target = Target.ofClasses(classes);
    if (!settings.needsTwoClasses()) {
      return target;
    }
    if (classes.size() != 2) {
      throw new DataException(
          "target.threshold and target.positive-class need two classes; the label has %s: %s"
              .formatted(classes.size(), Excerpt.some(classes)));
    }
    int positive =
        settings.positiveClass().map(name -> ClassNames.of(classes).index(name)).orElse(1);
    if (positive == ClassNames.NONE) {
      throw new DataException(
          "target.positive-class = %s is not one of the classes %s"
              .formatted(Excerpt.of(settings.positiveClass().orElseThrow()), classes));
    }
    return target.with(
        settings.rule() == Rule.GIVEN
            ? new Decision(positive, settings.value(), settings.describe())
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
    return found;
  }

  private static Target numbers(InputScan scan, TargetSettings settings) {
    List<String> names = scan.source().shape().targets().names();
    FeatureStatistics found = scan.targets();
    double[] shift = new double[names.size()];
    double[] scale = new double[names.size()];
    Arrays.fill(scale, 1);
    boolean counts = settings.loss().name() == Losses.POISSON;
    for (int k = 0; k < names.size() && settings.scaling() == Scaling.AUTOMATIC; k++) {
      double mean = found.mean(k);
      double deviation = found.deviation(k);
      if (!Double.isFinite(found.max(k) - found.min(k))) {
        throw new DataException(
            "the values of the target %s, from %s to %s, have too wide a range for a number"
                .formatted(Excerpt.of(names.get(k)), found.min(k), found.max(k)));
      }
      shift[k] = counts ? 0 : mean;
      scale[k] = positive(counts ? mean : deviation);
    }
    return Target.ofNumbers(names, shift, scale);
  }

  /** All rows may have the same number, or 0. */
  private static double positive(double width) {
    return width > 0 ? width : 1;
  }
}
