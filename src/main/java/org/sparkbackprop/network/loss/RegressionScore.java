package org.sparkbackprop.network.loss;

/** Cost over samples with numbers as targets; no prediction is simply right or wrong. */
public final class RegressionScore extends Score {

  private static final long serialVersionUID = 1;

  private long samples;

  /** The score of samples whose cost is not known, and so is NaN. */
  public static RegressionScore withoutCost(long samples) {
    RegressionScore score = new RegressionScore();
    score.count(samples);
    score.forgetCost();
    return score;
  }

  void count(long more) {
    samples += more;
  }

  @Override
  public RegressionScore add(Score other) {
    super.add(other);
    samples += ((RegressionScore) other).samples;
    return this;
  }

  @Override
  public long samples() {
    return samples;
  }

  /** NaN: not defined. */
  @Override
  public double accuracy() {
    return Double.NaN;
  }
}
