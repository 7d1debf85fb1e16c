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
  private double[] costsAt = {};

  final void addCost(double more) {
    cost += more;
  }

  /** Says that the cost of all these samples is not known. */
  final void forgetCost() {
    cost = Double.NaN;
    weight = samples();
  }

  /** Adds to the cost at each of some temperatures, which are always the same. */
  final void addCostsAt(double[] more) {
    if (costsAt.length == 0) {
      costsAt = new double[more.length];
    }
    for (int i = 0; i < more.length; i++) {
      costsAt[i] += more[i];
    }
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
    addCostsAt(other.costsAt);
    return this;
  }

  /** J, the sum over samples. */
  public final double cost() {
    return cost;
  }

  /** J at each of the temperatures that were asked for; shared, not copied. */
  public final double[] costsAt() {
    return costsAt;
  }

  /** The least J of all temperatures that were asked for, and of the scores as they are. */
  public final double leastCost() {
    double least = cost;
    for (double each : costsAt) {
      least = Math.min(least, each);
    }
    return least;
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
