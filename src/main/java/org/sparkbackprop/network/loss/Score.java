package org.sparkbackprop.network.loss;

import java.io.Serializable;

/**
 * What predictions of samples are worth; scores of parts add up to the score of the whole. The cost
 * goes by the samples' weights.
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
   * The sum of the weights of all samples: their number where they have none. The cost a sample is
   * the cost divided by it.
   */
  public final double weight() {
    return weight;
  }

  /** Number of samples. */
  public abstract long samples();

  /** Share of samples predicted correctly, 0 to 1; NaN over none, or where there is no such. */
  public abstract double accuracy();
}
