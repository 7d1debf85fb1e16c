package org.sparkbackprop.data;

import org.apache.spark.api.java.function.Function;
import org.sparkbackprop.linalg.CounterRandom;

/**
 * Divides rows into a training and a validation part by a hash of the row: the same rows fall into
 * the same part every time, wherever and in whatever order they are read.
 */
public final class HoldOut implements Function<Sample, Boolean> {

  private static final long serialVersionUID = 1;

  /** The two parts. */
  public enum Part {
    /** What is trained on. */
    TRAINING,
    /** What is held out. */
    VALIDATION
  }

  private final double fraction;
  private final Part part;

  /**
   * Keeps the rows of one part.
   *
   * @param fraction of the rows that are held out, between 0 and 1
   */
  public HoldOut(double fraction, Part part) {
    this.fraction = fraction;
    this.part = part;
  }

  @Override
  public Boolean call(Sample sample) {
    double place = (hash(sample) >>> 11) * 0x1.0p-53;
    return (place < fraction) == (part == Part.VALIDATION);
  }

  private static long hash(Sample sample) {
    long hash = sample.label() == null ? 0 : sample.label().hashCode();
    for (double feature : sample.features().toArray()) {
      hash = CounterRandom.mix(hash + Double.doubleToLongBits(feature));
    }
    return CounterRandom.mix(hash);
  }
}
