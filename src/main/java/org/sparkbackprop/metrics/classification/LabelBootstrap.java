package org.sparkbackprop.metrics.classification;

import static org.sparkbackprop.metrics.sums.BootstrapMetric.HAMMING_LOSS;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.MACRO_F1;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.MICRO_F1;
import static org.sparkbackprop.metrics.sums.BootstrapMetric.SUBSET_ACCURACY;

import java.util.EnumMap;
import java.util.Map;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.ResampleCounts;

/**
 * The metrics of predicted labels over each of many resamples, without those of their order; NaN
 * where they are undefined. They are those of {@link LabelMetrics}.
 */
public final class LabelBootstrap {

  private static final int HIT = 3;

  private final LabelRows rows;
  private final ResampleCounts counts;
  private final int labels;

  /** By resample, over all labels: rows where the label is wrong, and true positives. */
  private final double[] wrong;

  private final double[] hits;
  private final double[] f1s;

  private LabelBootstrap(LabelRows rows, ResampleCounts counts) {
    this.rows = rows;
    this.counts = counts;
    labels = rows.thresholds.length;
    wrong = new double[counts.resamples()];
    hits = new double[counts.resamples()];
    f1s = new double[counts.resamples()];
  }

  /** The values of each metric by resample. */
  public static Map<BootstrapMetric, double[]> values(LabelRows rows, ResampleCounts counts) {
    LabelBootstrap all = new LabelBootstrap(rows, counts);
    for (int label = 0; label < all.labels; label++) {
      all.addLabel(label);
    }
    Map<BootstrapMetric, double[]> values = new EnumMap<>(BootstrapMetric.class);
    values.put(SUBSET_ACCURACY, all.exactShares());
    all.putMeans(values);
    return values;
  }

  private void addLabel(int label) {
    char[] ofLabel = new char[wrong.length];
    char[] hitsOfLabel = new char[wrong.length];
    for (int i = 0; i < rows.size(); i++) {
      int outcome = rows.outcomes[i * labels + label];
      if (outcome == HIT) {
        counts.add(i, hitsOfLabel, 0);
      } else if (outcome > 0) {
        counts.add(i, ofLabel, 0);
      }
    }
    for (int b = 0; b < wrong.length; b++) {
      int occurring = 2 * hitsOfLabel[b] + ofLabel[b];
      f1s[b] += occurring == 0 ? 0 : 2.0 * hitsOfLabel[b] / occurring;
      wrong[b] += ofLabel[b];
      hits[b] += hitsOfLabel[b];
    }
  }

  private double[] exactShares() {
    double[] exact = new double[rows.size()];
    for (int i = 0; i < exact.length; i++) {
      int errors = 0;
      for (int at = i * labels; at < (i + 1) * labels; at++) {
        errors += rows.outcomes[at] == 0 || rows.outcomes[at] == HIT ? 0 : 1;
      }
      exact[i] = errors == 0 ? 1 : 0;
    }
    return counts.means(exact);
  }

  private void putMeans(Map<BootstrapMetric, double[]> values) {
    double[] loss = new double[counts.resamples()];
    double[] micro = new double[loss.length];
    double[] macro = new double[loss.length];
    for (int b = 0; b < loss.length; b++) {
      loss[b] = wrong[b] / ((double) counts.total(b) * labels);
      micro[b] = 2 * hits[b] / (2 * hits[b] + wrong[b]);
      macro[b] = counts.total(b) == 0 ? Double.NaN : f1s[b] / labels;
    }
    values.put(HAMMING_LOSS, loss);
    values.put(MICRO_F1, micro);
    values.put(MACRO_F1, macro);
  }
}
