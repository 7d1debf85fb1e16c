package org.sparkbackprop.network.loss;

import java.io.Serializable;

/**
 * The score of predictions; scores of parts add up to the score of the whole. The cost is weighted
 * by the samples' weights.
 */
public abstract class Score implements Serializable {

  private static final long serialVersionUID = 1;

  private double cost;
  private double weight;

  final void addCost(double more) {
    cost += more;
  }

  /** Adds the weight of all samples of a block. */
  public final void addWeight(double more) {
    weight += more;
  }

  /**
   * Adds the other score, of the same kind, to this one; the other is not modified.
   *
   * @return this score
   */
  public Score add(Score other) {
    cost += other.cost;
    weight += other.weight;
    return this;
  }

  /** J, the sum over samples. */
  public final double cost() {
    return cost;
  }

  /**
   * The sum of the weights of all samples, by which the cost is divided for the mean cost; the
   * number of samples if they have no weights.
   */
  public final double weight() {
    return weight;
  }

  /** Number of samples. */
  public abstract long samples();

  /** Share of samples predicted correctly, 0 to 1; NaN without samples, or if it is not defined. */
  public abstract double accuracy();
}
