package org.sparkbackprop.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Inputs that a network gets besides one for each feature: first the marks of missing values, then
 * the bins of numbers, both in the order of their features.
 *
 * <p>The mark of a feature is 1 where its value is missing, else 0.
 *
 * <p>A feature with the edges b₀ &lt; b₁ &lt; … &lt; b_T has T bins. That from b_t to b_{t+1} is −1
 * for numbers below, 1 for those above, and linear in between: the piecewise-linear encoding of Y.
 * Gorishniy, I. Rubachev and A. Babenko, On Embeddings for Numerical Features in Tabular Deep
 * Learning, NeurIPS 2022, from −1 instead of 0. The edges are in the units of the rows.
 */
public final class AddedInputs implements Serializable {

  private static final long serialVersionUID = 1;

  private static final AddedInputs NONE = new AddedInputs(new int[0], new double[0][]);

  private final int[] marked;
  private final double[][] edges;
  private final int count;

  private AddedInputs(int[] marked, double[][] edges) {
    this.marked = marked;
    this.edges = edges;
    this.count =
        Math.addExact(
            marked.length,
            Arrays.stream(edges).mapToInt(of -> of.length > 0 ? of.length - 1 : 0).sum());
  }

  /** None: a network gets the features and nothing else. */
  public static AddedInputs none() {
    return NONE;
  }

  /**
   * Marks and bins.
   *
   * @param marked features that are marked where they are missing, ascending
   * @param edges of the bins of each feature, ascending and finite, none or at least two; no arrays
   *     if no feature has bins
   * @throws IllegalArgumentException if they are not like that
   */
  public static AddedInputs of(int[] marked, double[][] edges) {
    for (int i = 0; i < marked.length; i++) {
      if (marked[i] <= (i == 0 ? -1 : marked[i - 1])) {
        throw new IllegalArgumentException(
            "marked features must ascend from 0: " + Arrays.toString(marked));
      }
    }
    double[][] own = new double[edges.length][];
    for (int feature = 0; feature < edges.length; feature++) {
      own[feature] = edges[feature].clone();
      boolean ascending = own[feature].length != 1;
      for (int t = 0; t < own[feature].length; t++) {
        ascending &= Double.isFinite(own[feature][t]);
        ascending &= t == 0 || own[feature][t - 1] < own[feature][t];
      }
      if (!ascending) {
        throw new IllegalArgumentException(
            "the edges of a feature's bins must be two or more ascending numbers: "
                + Arrays.toString(own[feature]));
      }
    }
    boolean anyBins = Arrays.stream(own).anyMatch(of -> of.length > 0);
    return new AddedInputs(marked.clone(), anyBins ? own : new double[0][]);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /**
   * The features that are marked where they are missing, copied; the first inputs, in this order.
   */
  public int[] marked() {
    return marked.clone();
  }

  /** The edges of the bins of each feature, copied; no arrays if no feature has bins. */
  public double[][] edges() {
    return Arrays.stream(edges).map(double[]::clone).toArray(double[][]::new);
  }

  /** Whether any feature has bins. */
  public boolean hasBins() {
    return edges.length > 0;
  }

  /** Checks that there are no features but these. */
  void requireFeatures(int features) {
    if ((marked.length > 0 && marked[marked.length - 1] >= features)
        || (hasBins() && edges.length != features)) {
      throw new IllegalArgumentException(
          "marks of features %s and bins of %s features do not fit %s features"
              .formatted(Arrays.toString(marked), edges.length, features));
    }
  }

  /** A name for each. */
  List<String> names(List<String> featureNames) {
    List<String> names = new ArrayList<>();
    for (int feature : marked) {
      names.add(featureNames.get(feature) + " (missing)");
    }
    for (int feature = 0; feature < edges.length; feature++) {
      for (int bin = 1; bin < edges[feature].length; bin++) {
        names.add("%s (bin %s)".formatted(featureNames.get(feature), bin));
      }
    }
    return names;
  }

  /**
   * Writes the inputs of a row behind its features.
   *
   * @param row its features as they come, NaN for a missing one
   * @param inputs has the features first
   */
  void encode(double[] row, Preparation preparation, double[] inputs) {
    int at = preparation.features();
    for (int feature : marked) {
      inputs[at++] = Double.isNaN(row[feature]) ? 1 : 0;
    }
    for (int feature = 0; feature < edges.length; feature++) {
      double[] own = edges[feature];
      if (own.length > 0) {
        double x = preparation.known(feature, row[feature]);
        for (int t = 1; t < own.length; t++) {
          inputs[at++] = between(own[t - 1], own[t], x);
        }
      }
    }
  }

  /** Puts NaN in the place of each feature that is marked as missing. */
  void restoreMissing(double[] inputs, double[] row) {
    for (int i = 0; i < marked.length; i++) {
      if (inputs[row.length + i] == 1) {
        row[marked[i]] = Double.NaN;
      }
    }
  }

  private static double between(double lower, double upper, double x) {
    if (x <= lower) {
      return -1;
    }
    if (x >= upper) {
      return 1;
    }
    double width = upper - lower;
    return Double.isInfinite(width)
        ? 2 * ((x / 2 - lower / 2) / (upper / 2 - lower / 2)) - 1
        : 2 * ((x - lower) / width) - 1;
  }

  boolean isSame(AddedInputs other) {
    return Arrays.equals(marked, other.marked) && Arrays.deepEquals(edges, other.edges);
  }
}
