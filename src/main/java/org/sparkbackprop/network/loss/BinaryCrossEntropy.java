package org.sparkbackprop.network.loss;

import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * Sigmoid with cross-entropy for samples of exactly one of two classes, with one output: the score
 * of the second class. It is softmax with cross-entropy where the score of the first class is 0.
 */
final class BinaryCrossEntropy extends SigmoidCrossEntropy {

  private static final int CLASSES = 2;

  private double[] room = {};

  /**
   * The loss.
   *
   * @param smoothing of the targets of {@link #error}
   */
  BinaryCrossEntropy(LabelSmoothing smoothing) {
    super(smoothing);
  }

  @Override
  void gather(Targets targets, int from, int samples, int output, double[] t) {
    int[] labels = ClassLabels.of(targets);
    for (int i = 0; i < samples; i++) {
      t[i] = labels[from + i];
    }
  }

  @Override
  int shareIndex(int output) {
    return 1;
  }

  @Override
  public long correct(DoubleMatrix scores, Targets targets) {
    int[] labels = ClassLabels.of(targets);
    double[] a = scores.array();
    long right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += predicted(a[scores.offset() + i]) == labels[i] ? 1 : 0;
    }
    return right;
  }

  /** The second class only where it is more probable than the first. */
  private static int predicted(double score) {
    return score > 0 ? 1 : 0;
  }

  /** The probabilities of both classes, σ(−a) and σ(a), of shape (samples × 2). */
  @Override
  public DoubleMatrix predict(DoubleMatrix scores) {
    int samples = scores.rows();
    if (room.length < CLASSES * samples) {
      room = new double[CLASSES * samples];
    }
    for (int i = 0; i < samples; i++) {
      double score = scores.array()[scores.offset() + i];
      room[i] = -score;
      room[samples + i] = score;
    }
    return super.predict(DoubleMatrix.columnMajor(room, 0, samples, CLASSES));
  }

  @Override
  public Score newScore(int outputs) {
    return new ClassificationScore(CLASSES);
  }

  @Override
  void count(DoubleMatrix scores, Targets targets, Score score) {
    int[] labels = ClassLabels.of(targets);
    ClassificationScore counts = (ClassificationScore) score;
    for (int i = 0; i < labels.length; i++) {
      counts.count(labels[i], predicted(scores.array()[scores.offset() + i]));
    }
  }
}
