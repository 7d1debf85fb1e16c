package org.sparkbackprop.optim;

import java.io.Serializable;

/**
 * The learning rate in the course of a training.
 *
 * @param initial η₀, a positive number
 * @param shape its course
 * @param warmUp epochs, possibly a fraction, in which it first rises linearly to the course; 0:
 *     none
 * @param epochs of the whole training, at whose end the linear and the cosine shape end
 * @param end the share of η₀ at which those shapes end, from 0 to 1
 * @param dropEvery epochs between two drops of the step shape, a positive number
 * @param dropTo the share of the rate that each drop leaves, above 0 and at most 1
 * @param cycles n of the log-cosine shape, from 1 to 30
 */
public record LearningRate(
    double initial,
    Shape shape,
    double warmUp,
    double epochs,
    double end,
    double dropEvery,
    double dropTo,
    int cycles)
    implements Serializable {

  /** The default of {@link #cycles}. */
  private static final int USUAL_CYCLES = 4;

  private static final int MAX_CYCLES = 30;

  /** The course of a learning rate. */
  public enum Shape {
    /** η₀ throughout. */
    CONSTANT,
    /** Drops to a share of itself at regular intervals. */
    STEP,
    /** Falls in a straight line. */
    LINEAR,
    /** Falls along half a cosine wave (Loshchilov and Hutter, ICLR 2017). */
    COSINE,
    /**
     * Rises and falls n times, each time twice as long as before: ½ (1 − cos(2π log₂(1 + (2ⁿ − 1)
     * t))) at the share t of the training (Holzmüller, Grinsztajn and Steinwart, NeurIPS 2024).
     */
    LOG_COSINE
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public LearningRate {
    if (!(initial > 0) || Double.isInfinite(initial)) {
      throw new IllegalArgumentException(
          "the learning rate is " + initial + ", not a positive number");
    }
    if (!(warmUp >= 0 && end >= 0 && end <= 1 && dropEvery > 0 && dropTo > 0 && dropTo <= 1)) {
      throw new IllegalArgumentException(
          "a schedule needs warm-up ≥ 0, 0 ≤ end ≤ 1, drop-every > 0 and 0 < drop-to ≤ 1, not"
              + " %s, %s, %s, %s".formatted(warmUp, end, dropEvery, dropTo));
    }
    if (cycles < 1 || cycles > MAX_CYCLES) {
      throw new IllegalArgumentException(
          "a schedule needs 1 to %s cycles, not %s".formatted(MAX_CYCLES, cycles));
    }
  }

  /** With the usual number of cycles. */
  public LearningRate(
      double initial,
      Shape shape,
      double warmUp,
      double epochs,
      double end,
      double dropEvery,
      double dropTo) {
    this(initial, shape, warmUp, epochs, end, dropEvery, dropTo, USUAL_CYCLES);
  }

  /** The same learning rate throughout. */
  public static LearningRate constant(double rate) {
    return new LearningRate(rate, Shape.CONSTANT, 0, 0, 0, 1, 1);
  }

  /** The same course from another η₀. */
  public LearningRate from(double otherInitial) {
    return new LearningRate(otherInitial, shape, warmUp, epochs, end, dropEvery, dropTo, cycles);
  }

  /**
   * The learning rate of a step, a positive number.
   *
   * @param epoch the number of epochs done in the middle of the step, with fractions of one
   */
  public double at(double epoch) {
    double rise = epoch < warmUp ? epoch / warmUp : 1;
    return Math.max(Double.MIN_NORMAL, initial * rise * course(epoch));
  }

  /** log₂(1 + (2ⁿ − 1) t), from 0 to n. */
  private double logarithm(double done) {
    return StrictMath.log1p(((1L << cycles) - 1) * done) / StrictMath.log(2);
  }

  private double course(double epoch) {
    double done = epochs > 0 ? Math.min(1, epoch / epochs) : 0;
    return switch (shape) {
      case CONSTANT -> 1;
      case STEP -> StrictMath.pow(dropTo, Math.floor(epoch / dropEvery));
      case LINEAR -> 1 - (1 - end) * done;
      case COSINE -> end + (1 - end) * 0.5 * (1 + StrictMath.cos(Math.PI * done));
      case LOG_COSINE -> 0.5 * (1 - StrictMath.cos(2 * Math.PI * logarithm(done)));
    };
  }
}
