package org.sparkbackprop.network.loss;

import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * Numbers for each sample: quantities to predict, or 1 and 0 for each of several labels that a
 * sample has or has not.
 *
 * @param values sample by sample, (samples × columns); NaN if they are not known
 * @param columns how many numbers a sample has, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record NumericTargets(double[] values, int columns) implements Targets {

  /**
   * Checks that all samples have as many numbers.
   *
   * @throws IllegalArgumentException if the values are not a multiple of the columns
   */
  public NumericTargets {
    if (columns < 1 || values.length % columns != 0) {
      throw new IllegalArgumentException(
          "%s numbers are not those of samples with %s each".formatted(values.length, columns));
    }
  }

  /** Targets of as many samples, all 0. */
  public static NumericTargets zeros(int samples, int columns) {
    return new NumericTargets(new double[Math.multiplyExact(samples, columns)], columns);
  }

  /**
   * The numbers of samples; shared, not copied.
   *
   * @throws ClassCastException if the targets are of another kind
   */
  public static NumericTargets of(Targets targets) {
    return (NumericTargets) targets;
  }

  /** A number of a sample. */
  public double value(int sample, int column) {
    return values[sample * columns + column];
  }

  @Override
  public int size() {
    return values.length / columns;
  }

  @Override
  public NumericTargets targetsLike(int samples) {
    return zeros(samples, columns);
  }

  @Override
  public void copy(int sample, Targets target, int at) {
    System.arraycopy(values, sample * columns, of(target).values, at * columns, columns);
  }

  @Override
  public long hash(int sample) {
    long hash = 0;
    for (int k = 0; k < columns; k++) {
      hash = CounterRandom.mix(hash + Double.doubleToLongBits(value(sample, k)));
    }
    return hash;
  }
}
