package org.sparkbackprop.metrics.resampling;

import java.util.Arrays;
import org.sparkbackprop.metrics.sums.ResampleCounts;

/** The median of numbers over each of many resamples, in one pass over the numbers in order. */
public final class BootstrapMedian {

  private BootstrapMedian() {}

  /**
   * The medians by resample, as NumPy's: between the two in the middle, their mean; NaN for a
   * resample without rows.
   *
   * @param numbers by row
   */
  public static double[] of(double[] numbers, ResampleCounts counts) {
    int[] upTo = new int[counts.resamples()];
    double[] medians = new double[upTo.length];
    Arrays.fill(medians, Double.NaN);
    for (int row : RowOrder.of(numbers).rows()) {
      for (int b = 0; b < medians.length; b++) {
        int count = counts.count(row, b);
        if (count > 0 && 2 * upTo[b] <= counts.total(b)) {
          boolean isBetween = 2 * upTo[b] == counts.total(b);
          medians[b] = isBetween ? (medians[b] + numbers[row]) / 2 : numbers[row];
          upTo[b] += count;
        }
      }
    }
    return medians;
  }
}
