package org.sparkbackprop.statistics;

import java.util.List;

/**
 * The population stability index (Siddiqi, Credit Risk Scorecards, 2006) of counts in k bins: Σ (p
 * − q) ln(p / q) over the shares p of the earlier rows and q of the new ones, where a share is
 * (count + ½) / (n + k/2), so that a bin may be empty. Bins that are empty in both do not count.
 *
 * @param value the index, from 0 on
 * @param byChance a limit that it hardly exceeds if both have the same distribution
 * @param mostMoved the bin that adds most to it
 */
record StabilityIndex(double value, double byChance, int mostMoved) {

  /** Standard deviations that a normal distribution exceeds once in 30,000 times. */
  private static final double DEVIATIONS = 4;

  /**
   * Compares.
   *
   * @param earlier counts by bin, at least one row in all
   * @param now likewise, in the same bins
   */
  static StabilityIndex of(List<Long> earlier, List<Long> now) {
    int bins = 0;
    double earlierRows = 0;
    double newRows = 0;
    for (int i = 0; i < earlier.size(); i++) {
      bins += earlier.get(i) + now.get(i) > 0 ? 1 : 0;
      earlierRows += earlier.get(i);
      newRows += now.get(i);
    }
    double sum = 0;
    double max = -1;
    int mostMoved = 0;
    for (int i = 0; i < earlier.size(); i++) {
      if (earlier.get(i) + now.get(i) > 0) {
        double p = (earlier.get(i) + 0.5) / (earlierRows + bins / 2.0);
        double q = (now.get(i) + 0.5) / (newRows + bins / 2.0);
        double added = (p - q) * Math.log(p / q);
        sum += added;
        if (added > max) {
          max = added;
          mostMoved = i;
        }
      }
    }
    return new StabilityIndex(sum, byChance(earlierRows, newRows, bins), mostMoved);
  }

  /**
   * For n and m rows of the same distribution, the index is about (1/n + 1/m) χ² with k − 1 degrees
   * of freedom (Yurdakul, Statistical Properties of Population Stability Index, 2018). Its tail is
   * longer than a normal one's: the quantile is by Wilson and Hilferty (PNAS 17, 1931), and never
   * below the mean plus as many standard deviations.
   */
  static double byChance(double n, double m, int bins) {
    double freedom = bins - 1;
    if (freedom < 1) {
      return 0;
    }
    double spread = 2 / (9 * freedom);
    double quantile = freedom * Math.pow(1 - spread + DEVIATIONS * Math.sqrt(spread), 3);
    return (1 / n + 1 / m) * quantile;
  }
}
