package org.sparkbackprop.config;

import java.util.Arrays;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.optim.Optimizers;
import org.sparkbackprop.settings.ClassWeights;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.ValidationSettings.Calibration;
import org.sparkbackprop.settings.targets.TargetColumns;
import org.sparkbackprop.settings.targets.ThresholdSettings;
import org.sparkbackprop.training.loop.Stopping;

/** Refuses keys that make no sense for a kind of targets, or a loss. */
final class TargetRules {

  private TargetRules() {}

  static void require(SettingsReader reader, TrainingSettings settings) {
    if (!TargetReading.isUnderstood(reader)) {
      return; // what was put in the place of a bad value says nothing about other keys
    }
    Target.Kind kind = settings.input().target().kind();
    Losses loss = settings.target().loss().name();
    String name = TargetReading.word(loss);
    if (!loss.isSmooth() && settings.optimizer().kind() == Optimizers.L_BFGS) {
      reader.problem(
          "optimizer.name",
          "= l-bfgs needs a smooth loss, and target.loss = %s has kinks; use adam, or huber"
              .formatted(name));
    }
    if (kind != Target.Kind.CLASS && !settings.classWeights().equals(ClassWeights.none())) {
      reader.problem(
          "training.class-weights",
          "is for classes, not for target.kind = %s; input.weight gives rows a weight"
              .formatted(kind.configurationName()));
    }
    ThresholdSettings threshold = settings.target().threshold();
    if (kind != Target.Kind.CLASS && threshold.needsTwoClasses()) {
      reader.problem(
          "target.threshold and target.positive-class",
          "are for two classes, not for target.kind = " + kind.configurationName());
    }
    if (threshold.rule().needsRows() && !settings.validation().isThere()) {
      reader.problem(
          "target.threshold",
          "= %s is chosen by validation rows; set validation.fraction or validation.path"
              .formatted(threshold.rule().configurationName()));
    }
    Stopping.Measure measure = settings.stopping().measure();
    if (!measure.fits(loss)) {
      reader.problem(
          "stopping.measure",
          "= %s does not measure target.kind = %s with target.loss = %s; possible are %s"
              .formatted(
                  measure.configurationName(),
                  kind.configurationName(),
                  name,
                  Arrays.stream(Stopping.Measure.values())
                      .filter(each -> each.fits(loss))
                      .map(Stopping.Measure::configurationName)
                      .toList()));
    }
    if (kind == Target.Kind.NUMBER) {
      requireOfNumbers(reader, settings);
    }
    if (loss == Losses.BINARY_CROSS_ENTROPY && settings.input().classes().names().size() > 2) {
      reader.problem(
          "target.loss",
          "= sigmoid-cross-entropy is for two classes, and input.classes names %s; use softmax-cross-entropy"
              .formatted(settings.input().classes().names().size()));
    }
    TargetColumns columns = settings.input().target();
    if (kind != Target.Kind.CLASS
        && !columns.isNames()
        && !settings.input().classes().names().isEmpty()) {
      reader.problem(
          "input.classes",
          "has no effect unless the classes, or the names of labels in one column, are predicted; leave it"
              + " out");
    }
  }

  private static void requireOfNumbers(SettingsReader reader, TrainingSettings settings) {
    String ofClasses = "is for classes and labels, not for target.kind = number";
    if (settings.optimizer().smoothing().share() > 0) {
      reader.problem("regularization.label-smoothing", ofClasses + "; set it to 0");
    }
    if (settings.validation().calibration() != Calibration.NONE) {
      reader.problem("validation.calibration", ofClasses + "; set it to none");
    }
    Stopping stopping = settings.stopping();
    if (!Double.isNaN(stopping.targets().accuracy())) {
      reader.problem("stopping.accuracy", ofClasses + "; use stopping.cost");
    }
    if (stopping.choice() != Stopping.Choice.BEST) {
      reader.problem(
          "stopping.choose",
          "= %s needs an accuracy, which numbers do not have; use best"
              .formatted(stopping.choice().configurationName()));
    }
  }
}
