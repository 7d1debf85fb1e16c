package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Distinct scores in descending order, each with the weight of the positives and of the negatives
 * that have it; all in arrays of numbers.
 */
public final class ScoreGroups implements Serializable {

  private static final long serialVersionUID = 1;

  private double[] scores;
  private final WeightColumn positives;
  private final WeightColumn negatives;
  private int size;

  /** No scores, with room for some. */
  ScoreGroups(int capacity) {
    scores = new double[capacity];
    positives = new WeightColumn(capacity);
    negatives = new WeightColumn(capacity);
  }

  /** Number of distinct scores. */
  public int size() {
    return size;
  }

  double score(int group) {
    return scores[group];
  }

  WeightColumn positives() {
    return positives;
  }

  WeightColumn negatives() {
    return negatives;
  }

  /**
   * Appends a weight.
   *
   * @param score at most the last one
   * @param signedWeight not 0; that of a negative with a minus
   */
  void append(double score, double signedWeight) {
    if (size == 0 || scores[size - 1] != score) {
      scores[size++] = score;
    }
    if (signedWeight > 0) {
      positives.add(size - 1, signedWeight);
    } else {
      negatives.add(size - 1, -signedWeight);
    }
  }

  private void append(ScoreGroups from, int group) {
    scores[size] = from.scores[group];
    positives.set(size, from.positives, group);
    negatives.set(size, from.negatives, group);
    size++;
  }

  private void addToLast(ScoreGroups from, int group) {
    positives.add(size - 1, from.positives, group);
    negatives.add(size - 1, from.negatives, group);
  }

  /** All scores of two sets of groups; what has the same score becomes one group. */
  static ScoreGroups merge(ScoreGroups a, ScoreGroups b) {
    ScoreGroups merged = new ScoreGroups(Math.addExact(a.size, b.size));
    int i = 0;
    int j = 0;
    while (i < a.size && j < b.size) {
      if (a.scores[i] > b.scores[j]) {
        merged.append(a, i++);
      } else if (a.scores[i] < b.scores[j]) {
        merged.append(b, j++);
      } else {
        merged.append(a, i++);
        merged.addToLast(b, j++);
      }
    }
    while (i < a.size) {
      merged.append(a, i++);
    }
    while (j < b.size) {
      merged.append(b, j++);
    }
    if (merged.size < merged.scores.length - merged.scores.length / 8) {
      merged.trim();
    }
    return merged;
  }

  /** Gives back the room that is not used. */
  void trim() {
    if (size < scores.length) {
      scores = Arrays.copyOf(scores, size);
      positives.cut(size);
      negatives.cut(size);
    }
  }

  /** Their totals. */
  public RangeTotals totals() {
    return size == 0
        ? RangeTotals.NONE
        : new RangeTotals(
            size, positives.total(size), negatives.total(size), scores[0], scores[size - 1]);
  }

  /**
   * Scores that cut these into ranges of about equal weight.
   *
   * @param ranges how many are wanted
   * @return the lowest scores of all ranges but the last, in descending order; fewer than wanted if
   *     a score has the weight of several ranges
   */
  public double[] borders(int ranges) {
    RangeTotals totals = totals();
    double all = totals.positives().high() + totals.negatives().high();
    double[] borders = new double[ranges];
    int found = 0;
    double sum = 0;
    int full = 1;
    for (int i = 0; i < size - 1; i++) {
      sum += positives.rounded()[i] + negatives.rounded()[i];
      if (sum >= all * full / ranges) {
        borders[found++] = scores[i];
        full = (int) (sum / all * ranges) + 1;
      }
    }
    return Arrays.copyOf(borders, found);
  }
}
