package org.sparkbackprop.settings.targets;

import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;

/**
 * What training minimises, and how the targets are prepared for it.
 *
 * @param loss for the kind of the targets
 * @param scaling of numbers
 * @param threshold of two classes
 */
public record TargetSettings(LossFunction loss, Scaling scaling, ThresholdSettings threshold) {

  /** The loss that is taken for a kind of targets if none is named. */
  public static Losses usualLoss(Target.Kind kind) {
    return switch (kind) {
      case CLASS -> Losses.SOFTMAX_CROSS_ENTROPY;
      case NUMBER -> Losses.SQUARED_ERROR;
      case LABELS -> Losses.SIGMOID_CROSS_ENTROPY;
    };
  }

  /** The usual settings for a kind of targets. */
  public static TargetSettings usual(Target.Kind kind) {
    return new TargetSettings(
        LossFunction.of(usualLoss(kind)), Scaling.AUTOMATIC, ThresholdSettings.NONE);
  }

  /** How numbers to be predicted are prepared. */
  public enum Scaling {
    /**
     * To mean 0 and standard deviation 1 over the training rows; for counts, which must not become
     * negative, to mean 1.
     */
    AUTOMATIC,
    /** They stay as they are. */
    NONE
  }
}
