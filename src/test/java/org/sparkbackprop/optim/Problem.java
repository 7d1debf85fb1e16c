package org.sparkbackprop.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A function to minimise, whose least value is 0 unless it says otherwise, and where to begin. */
record Problem(String name, Objective objective, double[] start) {

  /** x² + 2 y², least at the origin. */
  static Problem parabola() {
    return new Problem(
        "parabola",
        at -> evaluation(at[0] * at[0] + 2 * at[1] * at[1], new double[] {2 * at[0], 4 * at[1]}),
        new double[] {3, -2});
  }

  /** ½ Σ λᵢ xᵢ² with λ from 1 to 100 in equal ratios. */
  static Problem illConditioned() {
    int dimensions = 20;
    double[] start = new double[dimensions];
    Arrays.fill(start, 1);
    return new Problem(
        "ill-conditioned",
        at -> {
          double cost = 0;
          double[] gradient = new double[dimensions];
          for (int i = 0; i < dimensions; i++) {
            double lambda = Math.pow(100, i / (dimensions - 1.0));
            cost += 0.5 * lambda * at[i] * at[i];
            gradient[i] = lambda * at[i];
          }
          return evaluation(cost, gradient);
        },
        start);
  }

  /**
   * Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)², least where all are 1 (Rosenbrock, The Computer Journal 3,
   * 1960), from his start (−1.2, 1, −1.2, 1, …).
   */
  static Problem rosenbrock(int dimensions) {
    double[] start = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      start[i] = i % 2 == 0 ? -1.2 : 1;
    }
    return new Problem("Rosenbrock", Problem::rosenbrock, start);
  }

  private static Evaluation rosenbrock(double[] at) {
    double cost = 0;
    double[] gradient = new double[at.length];
    for (int i = 0; i + 1 < at.length; i++) {
      double valley = at[i + 1] - at[i] * at[i];
      double rest = 1 - at[i];
      cost += 100 * valley * valley + rest * rest;
      gradient[i] += -400 * at[i] * valley - 2 * rest;
      gradient[i + 1] += 200 * valley;
    }
    return evaluation(cost, gradient);
  }

  /**
   * Logistic regression on random samples of two classes that overlap, Σ ln(1 + exp(−c x·w)) + ½
   * ‖w‖² with classes c = ±1; its least value is not 0, but it is convex.
   */
  static Problem logisticRegression(long seed) {
    int dimensions = 8;
    Random random = new Random(seed);
    List<double[]> samples = new ArrayList<>(); // c x
    for (int n = 0; n < 100; n++) {
      double[] sample = new double[dimensions];
      for (int i = 0; i < dimensions; i++) {
        sample[i] = (0.5 + random.nextGaussian()) * Math.pow(2, i - 4);
      }
      samples.add(sample);
    }
    return new Problem("logistic regression", at -> logistic(samples, at), new double[dimensions]);
  }

  private static Evaluation logistic(List<double[]> samples, double[] at) {
    double cost = 0.5 * DotProduct.of(at, at);
    double[] gradient = at.clone();
    for (double[] sample : samples) {
      double margin = DotProduct.of(sample, at);
      cost += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
      double share = 1 / (1 + Math.exp(margin));
      for (int i = 0; i < at.length; i++) {
        gradient[i] -= share * sample[i];
      }
    }
    return evaluation(cost, gradient);
  }

  static Evaluation evaluation(double cost, double[] gradient) {
    return new Evaluation(cost, Double.NaN, gradient);
  }

  @Override
  public String toString() {
    return name;
  }
}
