package org.sparkbackprop.metrics.ranking;

import java.util.Arrays;

/** Gathers scores in any order, to be sorted a few thousand at a time. */
public final class ScoreBuffer {

  private static final int FIRST_CAPACITY = 64;

  /** Runs of this length are sorted by insertion. */
  private static final int SHORT = 16;

  private final int capacity;
  private double[] scores;

  /** Those of negatives with a minus. */
  private double[] weights;

  private int size;

  /** An empty buffer for some scores; it takes memory as it fills. */
  public ScoreBuffer(int capacity) {
    this.capacity = capacity;
    scores = new double[Math.min(capacity, FIRST_CAPACITY)];
    weights = new double[scores.length];
  }

  /** Whether it must be drained before more is added. */
  public boolean isFull() {
    return size == capacity;
  }

  /** Whether there is nothing to drain. */
  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * Adds a score.
   *
   * @param signedWeight not 0; that of a negative with a minus
   */
  public void add(double score, double signedWeight) {
    if (size == scores.length) {
      int wider = Math.min(capacity, 2 * size);
      scores = Arrays.copyOf(scores, wider);
      weights = Arrays.copyOf(weights, wider);
    }
    scores[size] = score;
    weights[size] = signedWeight;
    size++;
  }

  /** Its scores in groups; the buffer is empty again. */
  public ScoreGroups drain() {
    sort();
    ScoreGroups groups = new ScoreGroups(size);
    for (int i = 0; i < size; i++) {
      groups.append(scores[i], weights[i]);
    }
    groups.trim();
    size = 0;
    return groups;
  }

  /** A stable sort in descending order: insertion in short runs, which are merged. */
  private void sort() {
    for (int begin = 0; begin < size; begin += SHORT) {
      insert(begin, Math.min(begin + SHORT, size));
    }
    double[] toScores = new double[scores.length];
    double[] toWeights = new double[weights.length];
    for (int run = SHORT; run < size; run *= 2) {
      for (int begin = 0; begin < size; begin += 2 * run) {
        merge(
            begin,
            Math.min(begin + run, size),
            Math.min(begin + 2 * run, size),
            toScores,
            toWeights);
      }
      double[] emptyScores = scores;
      double[] emptyWeights = weights;
      scores = toScores;
      weights = toWeights;
      toScores = emptyScores;
      toWeights = emptyWeights;
    }
  }

  private void insert(int begin, int end) {
    for (int i = begin + 1; i < end; i++) {
      double score = scores[i];
      double weight = weights[i];
      int at = i;
      while (at > begin && scores[at - 1] < score) {
        scores[at] = scores[at - 1];
        weights[at] = weights[at - 1];
        at--;
      }
      scores[at] = score;
      weights[at] = weight;
    }
  }

  private void merge(int begin, int middle, int end, double[] toScores, double[] toWeights) {
    int left = begin;
    int right = middle;
    for (int to = begin; to < end; to++) {
      boolean takesLeft = left < middle && (right == end || scores[left] >= scores[right]);
      int from = takesLeft ? left++ : right++;
      toScores[to] = scores[from];
      toWeights[to] = weights[from];
    }
  }
}
