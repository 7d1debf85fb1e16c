package org.sparkbackprop.network;

import java.io.Serializable;

/**
 * Cost and confusion counts over samples; scores of parts add up to the score of the whole. The
 * cost goes by the samples' weights, the counts do not.
 */
public final class Score implements Serializable {

  private static final long serialVersionUID = 1;

  private final long[][] confusion;
  private double cost;
  private double weight;

  /** The score of no samples. */
  public Score(int classes) {
    confusion = new long[classes][classes];
  }

  void count(int label, int predicted) {
    confusion[label][predicted]++;
  }

  void addCost(double more) {
    cost += more;
  }

  void addWeight(double more) {
    weight += more;
  }

  /**
   * Adds the other score to this one; the other is not modified.
   *
   * @return this score
   */
  public Score add(Score other) {
    cost += other.cost;
    weight += other.weight;
    for (int label = 0; label < confusion.length; label++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        confusion[label][predicted] += other.confusion[label][predicted];
      }
    }
    return this;
  }

  /** J = −Σ w T log Y, the sum over samples. */
  public double cost() {
    return cost;
  }

  /**
   * The sum of the weights of all samples: their number where they have none. The cost a sample is
   * the cost divided by it.
   */
  public double weight() {
    return weight;
  }

  /** How many samples of class i (row) were taken for class j (column); shared, not copied. */
  public long[][] confusion() {
    return confusion;
  }

  /** Number of samples. */
  public long samples() {
    long samples = 0;
    for (long[] row : confusion) {
      for (long count : row) {
        samples += count;
      }
    }
    return samples;
  }

  /** How many samples were classified correctly. */
  public long correct() {
    long correct = 0;
    for (int label = 0; label < confusion.length; label++) {
      correct += confusion[label][label];
    }
    return correct;
  }

  /** Share of samples classified correctly, 0 to 1; NaN over no samples. */
  public double accuracy() {
    return (double) correct() / samples();
  }
}
