package org.sparkbackprop.network.loss;

import java.io.Serializable;
import java.util.List;

/**
 * A loss of the table with its parameters; those of other losses have their usual values.
 *
 * @param name in the table
 * @param huberDelta δ of {@link Losses#HUBER}, above 0, in the unit of the targets that the network
 *     sees
 * @param quantiles of {@link Losses#PINBALL}, ascending, each above 0 and below 1
 */
public record LossFunction(Losses name, double huberDelta, List<Double> quantiles)
    implements Serializable {

  /** The usual δ: as many standard deviations. */
  public static final double USUAL_DELTA = 1;

  /** The usual quantiles: the median, and between which four of five rows are. */
  public static final List<Double> USUAL_QUANTILES = List.of(0.1, 0.5, 0.9);

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if δ or a quantile is outside its range, or quantiles do not
   *     ascend, or there is none
   */
  public LossFunction {
    huberDelta = name == Losses.HUBER ? huberDelta : USUAL_DELTA;
    quantiles = name == Losses.PINBALL ? List.copyOf(quantiles) : USUAL_QUANTILES;
    if (!(huberDelta > 0 && Double.isFinite(huberDelta))) {
      throw new IllegalArgumentException("δ is " + huberDelta + ", not a finite number above 0");
    }
    double before = 0;
    for (double quantile : quantiles) {
      if (!(quantile > before && quantile < 1)) {
        throw new IllegalArgumentException(
            "the quantiles %s do not ascend between 0 and 1".formatted(quantiles));
      }
      before = quantile;
    }
    if (quantiles.isEmpty()) {
      throw new IllegalArgumentException("there is no quantile");
    }
  }

  /** A loss with the usual parameters. */
  public static LossFunction of(Losses name) {
    return new LossFunction(name, USUAL_DELTA, USUAL_QUANTILES);
  }

  /** The name as configurations have it, and the parameters that it has. */
  @Override
  public String toString() {
    return switch (name) {
      case HUBER -> name.lossName() + ", delta " + huberDelta;
      case PINBALL -> name.lossName() + ", quantiles " + quantiles;
      case BINARY_CROSS_ENTROPY -> "sigmoid-cross-entropy with one output";
      default -> name.lossName();
    };
  }

  /** This loss with new buffers. */
  public Loss create() {
    return create(LabelSmoothing.NONE);
  }

  /**
   * This loss with new buffers, smoothing the targets of what training minimises.
   *
   * @param smoothing of these targets; scores are never smoothed
   */
  public Loss create(LabelSmoothing smoothing) {
    return name.create(this, smoothing);
  }

  /** Number of predictions from as many outputs. */
  public int predictions(int outputs) {
    return name == Losses.BINARY_CROSS_ENTROPY ? 2 : outputs;
  }

  /** Number of outputs that a network needs for as many classes, labels or numbers. */
  public int outputs(int targets) {
    return switch (name) {
      case BINARY_CROSS_ENTROPY -> 1;
      case PINBALL -> Math.multiplyExact(targets, quantiles.size());
      default -> targets;
    };
  }
}
