package org.sparkbackprop.settings;

import java.util.Arrays;
import java.util.Locale;
import org.sparkbackprop.network.loss.LabelSmoothing;
import org.sparkbackprop.optim.AveragedRule;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.LineSearchDescent;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.optim.Optimizers;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.training.loop.Regularization;

/**
 * The sections {@code optimizer} and {@code regularization}.
 *
 * @param kind of the optimiser
 * @param optimizer with its own settings
 * @param learningRate its schedule; it starts at 1 if the rate is to be found by trials
 * @param rateIsFound whether the learning rate is found by trials
 * @param scale whether the gradient is the sum or the mean
 * @param regularization how strong it is
 * @param smoothing of the targets in training
 */
public record OptimizerSettings(
    Optimizers kind,
    Optimizer optimizer,
    LearningRate learningRate,
    boolean rateIsFound,
    GradientScale scale,
    Regularization.Strength regularization,
    Smoothing smoothing) {

  /**
   * How targets are smoothed in training.
   *
   * @param share of each target that is spread over the classes, from 0 to below 1; 0 for none
   * @param towards how it is spread
   */
  public record Smoothing(double share, SmoothingTarget towards) {

    /**
     * The smoothing for some classes or labels.
     *
     * @param shares of the rows that have each, in order
     */
    public LabelSmoothing of(double[] shares) {
      return share > 0 && towards == SmoothingTarget.CLASS_SHARES
          ? new LabelSmoothing(share, Arrays.stream(shares).boxed().toList())
          : LabelSmoothing.uniform(share);
    }

    private String describe() {
      return "label smoothing "
          + share
          + (towards == SmoothingTarget.CLASS_SHARES ? " towards the class shares" : "");
    }
  }

  /** How label smoothing spreads its share over the classes. */
  public enum SmoothingTarget {
    /** Evenly. */
    UNIFORM,
    /** By the shares of the rows that have each class or label, class weights included. */
    CLASS_SHARES;

    /** The name in configurations. */
    public String configurationName() {
      return word(this);
    }
  }

  /** The name of the optimiser. */
  public String name() {
    return kind.optimizerName();
  }

  /** Whether a step needs only the gradient of some samples. */
  public boolean takesMiniBatches() {
    return optimizer instanceof UpdateRule;
  }

  /** The optimiser and its learning rate in one line for people. */
  String describe(LearningRate rate) {
    StringBuilder line =
        new StringBuilder(
            optimizer instanceof LineSearchDescent ? name() + " with line search" : name());
    line.append(", learning rate ").append(rate.initial());
    if (rate.shape() != LearningRate.Shape.CONSTANT) {
      line.append(", ").append(word(rate.shape())).append(" schedule");
    }
    if (rate.warmUp() > 0) {
      line.append(", warm-up of ").append(rate.warmUp()).append(" epochs");
    }
    line.append(", gradient of the ").append(scale.name().toLowerCase(Locale.ROOT));
    if (optimizer instanceof UpdateRule rule && Double.isFinite(rule.maxGradientNorm())) {
      line.append(" clipped to ").append(rule.maxGradientNorm());
    }
    if (optimizer instanceof AveragedRule averaged) {
      line.append(", average of weights ").append(averaged.beta());
    }
    if (regularization.l2() > 0) {
      line.append(", l2 ").append(regularization.l2());
    }
    if (regularization.weightDecay() > 0) {
      line.append(", weight decay ").append(regularization.weightDecay());
    }
    if (regularization.course() != Regularization.Course.CONSTANT) {
      line.append(", ").append(word(regularization.course())).append(" course");
    }
    if (smoothing.share() > 0) {
      line.append(", ").append(smoothing.describe());
    }
    return line.toString();
  }

  /** A constant as configurations have it. */
  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Gradient descent. */
  public static Builder gradientDescent() {
    return named("gradient-descent");
  }

  /** Gradient descent with momentum. */
  public static Builder momentum() {
    return named("momentum");
  }

  /** Adam. */
  public static Builder adam() {
    return named("adam");
  }

  /** L-BFGS, for full batches. */
  public static Builder lbfgs() {
    return named("l-bfgs");
  }

  /** The optimiser of that name. */
  public static Builder named(String name) {
    return new Builder().set("optimizer.name", name);
  }

  /** Gathers the settings of an optimiser. */
  public static final class Builder extends SettingsBuilder<Builder> {

    private Builder() {}

    /** Sets the learning rate, instead of the optimiser's usual one. */
    public Builder learningRate(double rate) {
      return set("optimizer.learning-rate", rate);
    }

    /** Finds the learning rate by a few short trials. */
    public Builder findLearningRate() {
      return set("optimizer.learning-rate", "auto");
    }

    /** Raises the rate from 0 over the first epochs; fractions are allowed. */
    public Builder warmUp(double epochs) {
      return set("optimizer.schedule.warm-up", epochs);
    }

    /** Multiplies the rate by a factor from 0 to 1 every few epochs. */
    public Builder stepSchedule(double everyEpochs, double factor) {
      return set("optimizer.schedule.shape", "step")
          .set("optimizer.schedule.drop-every", everyEpochs)
          .set("optimizer.schedule.drop-to", factor);
    }

    /** Lowers the rate linearly to a share of it at the end. */
    public Builder linearSchedule(double end) {
      return set("optimizer.schedule.shape", "linear").set("optimizer.schedule.end", end);
    }

    /** Lowers the rate along a cosine to a share of it at the end. */
    public Builder cosineSchedule(double end) {
      return set("optimizer.schedule.shape", "cosine").set("optimizer.schedule.end", end);
    }

    /** Lets the rate rise and fall in cycles, each twice as long as the one before. */
    public Builder logCosineSchedule(int cycles) {
      return set("optimizer.schedule.shape", "log-cosine").set("optimizer.schedule.cycles", cycles);
    }

    /** Averages the weights, keeping this share of the average in each step. */
    public Builder average(double share) {
      return set("optimizer.average", share);
    }

    /** Scales a longer gradient down to this Euclidean norm. */
    public Builder clipNorm(double norm) {
      return set("optimizer.clip-norm", norm);
    }

    /** Halves each step of gradient descent until the cost falls. */
    public Builder backtrack() {
      return set("optimizer.line-search", "backtracking");
    }

    /** Sets how many steps L-BFGS remembers. */
    public Builder history(int steps) {
      return set("optimizer.l-bfgs.history", steps);
    }

    /** Sets the momentum: the share of the velocity that is kept. */
    public Builder momentum(double share) {
      return set("optimizer.momentum", share);
    }

    /** Uses Nesterov's momentum. */
    public Builder nesterov() {
      return set("optimizer.nesterov", true);
    }

    /** Sets the decay of Adam's two moments. */
    public Builder decay(double beta1, double beta2) {
      return set("optimizer.adam.beta1", beta1).set("optimizer.adam.beta2", beta2);
    }

    /** Sets the term that keeps Adam's divisor above 0. */
    public Builder epsilon(double epsilon) {
      return set("optimizer.adam.epsilon", epsilon);
    }

    /** Uses the gradient of the sum over all samples instead of the mean. */
    public Builder sumGradient() {
      return set("optimizer.gradient", "sum");
    }
  }
}
