package org.sparkbackprop.metrics.classification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sparkbackprop.metrics.sums.ConfidenceInterval;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;

/**
 * Resamples of a confusion table: as many rows are drawn from its cells with replacement, which is
 * the bootstrap over the rows, in a time that does not depend on their number. For tables of
 * counts; metrics by weight need {@link org.sparkbackprop.metrics.sums.BootstrapSums}.
 */
public final class ConfusionBootstrap {

  private ConfusionBootstrap() {}

  /**
   * The interval of a metric.
   *
   * @param table of rows that count once each
   * @param metric read off a table; over a resample, a class may not occur
   * @param seed of the random numbers
   * @param resamples number of resamples
   * @param level share of the resamples within the interval, such as 0.95
   * @return empty if the metric is undefined for more than half of the resamples
   * @throws IllegalArgumentException if the table is one of weights
   */
  public static Optional<ConfidenceInterval> interval(
      ConfusionTable table,
      Function<ConfusionTable, MetricValue> metric,
      long seed,
      int resamples,
      double level) {
    requireCounts(table);
    List<MetricValue> values = new ArrayList<>();
    for (int b = 0; b < resamples; b++) {
      values.add(metric.apply(resample(table, new BinomialRandom(seed, b))));
    }
    return ConfidenceInterval.ofMetric(values, level);
  }

  private static void requireCounts(ConfusionTable table) {
    if (table.weighting() != Weighting.UNWEIGHTED) {
      throw new IllegalArgumentException("a table of weights cannot be resampled");
    }
  }

  /** Multinomial counts, cell by cell: each is binomial given those before. */
  private static ConfusionTable resample(ConfusionTable table, BinomialRandom random) {
    int classes = table.classes();
    long[][] counts = new long[classes][classes];
    long left = (long) table.total();
    double rowsLeft = table.total();
    for (int label = 0; label < classes; label++) {
      for (int k = 0; k < classes; k++) {
        double cell = table.cell(label, k);
        if (cell > 0) {
          counts[label][k] = random.draw(left, cell / rowsLeft);
          left -= counts[label][k];
          rowsLeft -= cell;
        }
      }
    }
    return ConfusionTable.ofCounts(counts);
  }
}
