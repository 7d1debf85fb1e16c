package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.StopReason;

/**
 * What ends a training before all its epochs are done.
 *
 * @param targets that are good enough
 * @param patience number of records without improvement on the validation set that ends training;
 *     then, and after all epochs, parameters are chosen; 0: no such rule
 * @param measure of improvement
 * @param choice of parameters
 * @param leastImprovement over the best so far that counts
 * @param time limit of training, without validation
 */
public record Stopping(
    Targets targets,
    long patience,
    Measure measure,
    Choice choice,
    double leastImprovement,
    Duration time)
    implements Serializable {

  /** Longer than any training. */
  public static final Duration NO_LIMIT = Duration.ofDays(36_500);

  /** The measure of improvement on the validation set. */
  public enum Measure {
    /** Mean cost of a sample. */
    COST,
    /** Share of samples classified correctly. */
    ACCURACY,
    /**
     * The mean cost plus half the error rate. Late in a training the cost often rises while the
     * error still falls; this is a compromise that takes neither too early nor too late an epoch.
     */
    COST_AND_ERROR,
    /** Mean recall of the classes. */
    BALANCED_ACCURACY,
    /** F1 of the positive class of two; the mean of more classes, or over all labels. */
    F1,
    /** Precision, in the same way. */
    PRECISION,
    /** Recall, in the same way. */
    RECALL,
    /** Negative logarithm of the probability of a row's own class, or of what its labels are. */
    LOG_LOSS,
    /** Squared error of probabilities. */
    BRIER_SCORE,
    /** Expected calibration error. */
    CALIBRATION_ERROR,
    MATTHEWS_CORRELATION,
    /**
     * Area under the ROC curve of the positive class of two; the mean of more classes or labels.
     */
    ROC_AUC,
    /** Average precision, in the same way. */
    AVERAGE_PRECISION,
    /** Share of labels that are wrong. */
    HAMMING_LOSS,
    /** Root of the mean squared error of numbers, in their units. */
    RMSE,
    /** Mean absolute error of numbers. */
    MAE,
    /** Median absolute error of numbers. */
    MEDIAN_ERROR,
    /** Share of the variance of numbers that is predicted. */
    R2,
    /** Mean deviance of counts. */
    POISSON_DEVIANCE,
    /** Mean pinball loss of quantiles. */
    PINBALL_LOSS;

    private static final Set<Measure> SCORED = EnumSet.of(COST, ACCURACY, COST_AND_ERROR);

    private static final Set<Measure> ORDERED =
        EnumSet.of(ROC_AUC, AVERAGE_PRECISION, MEDIAN_ERROR);

    private static final Set<Measure> OF_LABELS =
        EnumSet.of(
            COST,
            ACCURACY,
            COST_AND_ERROR,
            F1,
            PRECISION,
            RECALL,
            LOG_LOSS,
            BRIER_SCORE,
            ROC_AUC,
            AVERAGE_PRECISION,
            HAMMING_LOSS);

    private static final Set<Measure> OF_NUMBERS =
        EnumSet.of(COST, RMSE, MAE, MEDIAN_ERROR, R2, POISSON_DEVIANCE, PINBALL_LOSS);

    private static final Set<Measure> HIGHER_IS_BETTER =
        EnumSet.of(
            ACCURACY,
            BALANCED_ACCURACY,
            F1,
            PRECISION,
            RECALL,
            MATTHEWS_CORRELATION,
            ROC_AUC,
            AVERAGE_PRECISION,
            R2);

    /** The name in configurations. */
    public String configurationName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether cost and number correct tell it. */
    public boolean isScored() {
      return SCORED.contains(this);
    }

    /** Whether rows must be sorted for it. */
    public boolean needsOrder() {
      return ORDERED.contains(this);
    }

    /** Whether a model is better if it is higher. */
    public boolean isBetterIfHigher() {
      return HIGHER_IS_BETTER.contains(this);
    }

    /** Whether it measures predictions by a loss. */
    public boolean fits(Losses loss) {
      return switch (loss.targets()) {
        case CLASSES, TWO_CLASSES ->
            this != HAMMING_LOSS && (this == COST || !OF_NUMBERS.contains(this));
        case LABELS -> OF_LABELS.contains(this);
        case NUMBERS ->
            OF_NUMBERS.contains(this) && (this != PINBALL_LOSS || loss == Losses.PINBALL);
      };
    }
  }

  /** Which of the recorded parameters are chosen in the end. */
  public enum Choice {
    /** The best. */
    BEST,
    /**
     * The latest that are worse than the best by at most one standard error of the best's error
     * rate (after the rule of Breiman, Friedman, Olshen and Stone, 1984): the best of many records
     * over few rows is the best by luck.
     */
    ONE_STANDARD_ERROR;

    /** The name in configurations. */
    public String configurationName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Which chooses the best. */
  public Stopping(
      Targets targets, long patience, Measure measure, double leastImprovement, Duration time) {
    this(targets, patience, measure, Choice.BEST, leastImprovement, time);
  }

  /**
   * Figures that are good enough, compared in every recorded epoch. NaN stands for no target.
   *
   * @param accuracy share of samples classified correctly, on the validation set if there is one
   * @param meanCost cost of a sample, on the validation set if there is one
   * @param gradientNorm Euclidean length of the gradient of what is minimised
   */
  public record Targets(double accuracy, double meanCost, double gradientNorm)
      implements Serializable {

    /** No targets. */
    public static Targets none() {
      return new Targets(Double.NaN, Double.NaN, Double.NaN);
    }

    /** Why training should end with these figures, if it should; no comparison with NaN holds. */
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

    /** The target for the gradient, as the others are compared on the validation set. */
    public Targets ofGradientAlone() {
      return new Targets(Double.NaN, Double.NaN, gradientNorm);
    }
  }

  /** Runs all epochs. */
  public static Stopping never() {
    return new Stopping(Targets.none(), 0, Measure.COST, 0, NO_LIMIT);
  }

  /** The measure as a number that is better if it is higher. */
  double merit(EpochRecord.Validation validation) {
    return switch (measure) {
      case COST -> -validation.meanCost();
      case ACCURACY -> validation.accuracy();
      case COST_AND_ERROR -> -(validation.meanCost() + (1 - validation.accuracy()) / 2);
      default -> measure.isBetterIfHigher() ? validation.measured() : -validation.measured();
    };
  }

  /** By how much the merit of later parameters may be less than that of the best ones. */
  double margin(EpochRecord.Validation best) {
    return switch (choice) {
      case BEST -> Double.NEGATIVE_INFINITY;
      case ONE_STANDARD_ERROR ->
          measure.isScored() ? best.standardError() : Double.NEGATIVE_INFINITY; // not an error rate
    };
  }
}
