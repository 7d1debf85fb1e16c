package org.sparkbackprop.network.loss;

/**
 * Cost over samples with several labels, and how many of them have all their labels right, and no
 * others. The counts ignore the samples' weights.
 */
public final class LabelScore extends Score {

  private static final long serialVersionUID = 1;

  private long samples;
  private long exact;

  /**
   * The score of samples whose cost is not known, and so is NaN.
   *
   * @param exact number of samples whose labels are all predicted correctly
   */
  public static LabelScore withoutCost(long samples, long exact) {
    LabelScore score = new LabelScore();
    score.count(samples, exact);
    score.forgetCost();
    return score;
  }

  void count(long more, long moreExact) {
    samples += more;
    exact += moreExact;
  }

  @Override
  public LabelScore add(Score other) {
    super.add(other);
    LabelScore counts = (LabelScore) other;
    count(counts.samples, counts.exact);
    return this;
  }

  @Override
  public long samples() {
    return samples;
  }

  /** Share of samples whose labels are all predicted correctly: the subset accuracy. */
  @Override
  public double accuracy() {
    return (double) exact / samples;
  }
}
