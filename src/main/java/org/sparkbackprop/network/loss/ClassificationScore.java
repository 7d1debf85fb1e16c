package org.sparkbackprop.network.loss;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Cost and confusion counts over samples. The counts ignore the samples' weights. */
public final class ClassificationScore extends Score {

  private static final long serialVersionUID = 1;

  private final long[][] confusion;

  /** The score of no samples. */
  public ClassificationScore(int classes) {
    confusion = new long[classes][classes];
  }

  /**
   * The score of samples whose cost is not known, and so is NaN.
   *
   * @param confusion number of samples of each class (row) predicted as each class (column)
   */
  public static ClassificationScore withoutCost(long[][] confusion) {
    ClassificationScore score = new ClassificationScore(confusion.length);
    for (int label = 0; label < confusion.length; label++) {
      System.arraycopy(confusion[label], 0, score.confusion[label], 0, confusion.length);
    }
    score.forgetCost();
    return score;
  }

  void count(int label, int predicted) {
    confusion[label][predicted]++;
  }

  @Override
  public ClassificationScore add(Score other) {
    super.add(other);
    long[][] counts = ((ClassificationScore) other).confusion;
    for (int label = 0; label < confusion.length; label++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        confusion[label][predicted] += counts[label][predicted];
      }
    }
    return this;
  }

  /** Number of samples of class i (row) predicted as class j (column); shared, not copied. */
  public long[][] confusion() {
    return confusion;
  }

  @Override
  public long samples() {
    return Arrays.stream(confusion).flatMapToLong(Arrays::stream).sum();
  }

  /** Number of samples classified correctly. */
  public long correct() {
    return IntStream.range(0, confusion.length).mapToLong(k -> confusion[k][k]).sum();
  }

  @Override
  public double accuracy() {
    return (double) correct() / samples();
  }
}
