package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;
import java.util.Arrays;

/** Sums of weights, each as in {@link WeightSum}. */
final class WeightColumn implements Serializable {

  private static final long serialVersionUID = 1;
  private static final double[] ALL_ZERO = {};

  private double[] high;

  /** Of no length as long as all are 0: always for counts. */
  private double[] low = ALL_ZERO;

  /** Sums of no weights. */
  WeightColumn(int size) {
    high = new double[size];
  }

  /** The sums in doubles. */
  double[] rounded() {
    return high;
  }

  void set(int at, double weight) {
    high[at] = weight;
  }

  /** Sets a sum, which was 0, to one of another column. */
  void set(int at, WeightColumn from, int index) {
    high[at] = from.high[index];
    setLow(at, from.low(index));
  }

  private double low(int index) {
    return low.length == 0 ? 0 : low[index];
  }

  private void setLow(int at, double rest) {
    if (low.length == 0) {
      if (rest == 0) {
        return;
      }
      low = new double[high.length];
    }
    low[at] = rest;
  }

  /** Adds one sum of another column to a sum. */
  void add(int at, WeightColumn from, int index) {
    add(at, from.high[index], from.low(index));
  }

  /** Adds a weight to a sum. */
  void add(int at, double weight) {
    add(at, weight, 0);
  }

  private void add(int at, double otherHigh, double otherLow) {
    double sum = high[at] + otherHigh;
    double rest = WeightSum.error(high[at], otherHigh, sum) + low(at) + otherLow;
    high[at] = sum + rest;
    setLow(at, rest - (high[at] - sum));
  }

  /** Forgets all but the first sums. */
  void cut(int size) {
    high = Arrays.copyOf(high, size);
    low = low.length == 0 ? low : Arrays.copyOf(low, size);
  }

  /** The sum of the first sums. */
  WeightSum total(int size) {
    WeightColumn total = new WeightColumn(1);
    for (int i = 0; i < size; i++) {
      total.add(0, this, i);
    }
    return new WeightSum(total.high[0], total.low(0));
  }

  /** {@code start} and, after it, what the sum is with each of the first sums; in doubles. */
  double[] cumulated(WeightSum start, int size) {
    double[] cumulated = new double[size + 1];
    WeightColumn sum = new WeightColumn(1);
    sum.add(0, start.high(), start.low());
    cumulated[0] = sum.high[0];
    for (int i = 0; i < size; i++) {
      sum.add(0, this, i);
      cumulated[i + 1] = sum.high[0];
    }
    return cumulated;
  }
}
