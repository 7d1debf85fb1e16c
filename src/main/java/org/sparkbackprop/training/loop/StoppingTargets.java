package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.util.Optional;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.StopReason;

/**
 * What is good enough, looked at in every recorded epoch. NaN stands for a target that is not set.
 *
 * @param accuracy share of samples classified correctly: of the validation part where there is one
 * @param meanCost cost a sample: of the validation part where there is one
 * @param gradientNorm Euclidean length of the gradient of what is minimised
 */
public record StoppingTargets(double accuracy, double meanCost, double gradientNorm)
    implements Serializable {

  /** Nothing is ever good enough. */
  public static StoppingTargets none() {
    return new StoppingTargets(Double.NaN, Double.NaN, Double.NaN);
  }

  /** Why training is to end with these figures, if it is; no comparison with NaN holds. */
  public Optional<StopReason> reached(double reachedAccuracy, double reachedMeanCost) {
    if (reachedAccuracy >= accuracy) {
      return Optional.of(StopReason.ACCURACY_REACHED);
    }
    return reachedMeanCost <= meanCost ? Optional.of(StopReason.COST_REACHED) : Optional.empty();
  }

  /** Whether the gradient is small enough. */
  boolean isSmall(Evaluation at) {
    return !Double.isNaN(gradientNorm) && at.gradientNorm() <= gradientNorm;
  }

  /** The targets that stay where accuracy and cost are looked for in the validation part. */
  public StoppingTargets ofGradientAlone() {
    return new StoppingTargets(Double.NaN, Double.NaN, gradientNorm);
  }
}
