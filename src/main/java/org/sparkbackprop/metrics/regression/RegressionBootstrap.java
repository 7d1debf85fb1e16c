package org.sparkbackprop.metrics.regression;

import static org.sparkbackprop.metrics.sums.BootstrapMetric.MEAN_ABSOLUTE_ERROR;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.R2;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.ROOT_MEAN_SQUARED_ERROR;

import java.util.EnumMap;
import java.util.Map;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.ResampleCounts;

/**
 * The metrics of predicted numbers over each of many resamples, without the median; NaN where they
 * are undefined. They are those of {@link OutputMetrics}.
 */
public final class RegressionBootstrap {

  private final RegressionRows rows;
  private final ResampleCounts counts;

  /** The metrics of these rows. */
  public RegressionBootstrap(RegressionRows rows, ResampleCounts counts) {
    this.rows = rows;
    this.counts = counts;
  }

  /** The absolute errors of an output, by row. */
  public double[] absoluteErrors(int output) {
    double[] errors = column(rows.errors, output);
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(errors[i]);
    }
    return errors;
  }

  /** The values of the metrics of an output that do not depend on the loss, by resample. */
  public Map<BootstrapMetric, double[]> values(int output) {
    Map<BootstrapMetric, double[]> values = new EnumMap<>(BootstrapMetric.class);
    double[] squares = column(rows.errors, output);
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= squares[i];
    }
    double[] meanSquares = counts.means(squares);
    double[] roots = new double[meanSquares.length];
    for (int b = 0; b < roots.length; b++) {
      roots[b] = Math.sqrt(meanSquares[b]);
    }
    values.put(ROOT_MEAN_SQUARED_ERROR, roots);
    values.put(MEAN_ABSOLUTE_ERROR, counts.means(absoluteErrors(output)));
    values.put(R2, r2(meanSquares, column(rows.targets, output)));
    return values;
  }

  /** The mean Poisson deviance of an output by resample, if all predictions are above 0. */
  public double[] meanPoissonDeviance(int output) {
    return counts.means(column(rows.deviances, output));
  }

  /** The mean pinball loss of an output by resample, if it predicts a quantile. */
  public double[] meanPinballLoss(int output) {
    return counts.means(column(rows.pinballs, output));
  }

  private double[] column(double[] rowByRow, int output) {
    double[] column = new double[rows.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = rowByRow[i * rows.outputs + output];
    }
    return column;
  }

  private double[] r2(double[] meanSquares, double[] targets) {
    boolean[] differ = counts.differ(targets);
    double[] r2 = counts.variances(targets);
    for (int b = 0; b < r2.length; b++) {
      r2[b] = differ[b] ? 1 - meanSquares[b] / r2[b] : Double.NaN;
    }
    return r2;
  }
}
