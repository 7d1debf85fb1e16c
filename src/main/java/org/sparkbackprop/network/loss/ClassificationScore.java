package org.sparkbackprop.network.loss;

/** Cost and confusion counts over samples. The counts do not go by the samples' weights. */
public final class ClassificationScore extends Score {

  private static final long serialVersionUID = 1;

  private final long[][] confusion;

  /** The score of no samples. */
  public ClassificationScore(int classes) {
    confusion = new long[classes][classes];
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

  /** How many samples of class i (row) were taken for class j (column); shared, not copied. */
  public long[][] confusion() {
    return confusion;
  }

  @Override
  public long samples() {
    long samples = 0;
    for (long[] row : confusion) {
      for (long count : row) {
        samples += count;
      }
    }
    return samples;
  }

  /** How many samples were classified correctly. */
  public long correct() {
    long correct = 0;
    for (int label = 0; label < confusion.length; label++) {
      correct += confusion[label][label];
    }
    return correct;
  }

  @Override
  public double accuracy() {
    return (double) correct() / samples();
  }
}
