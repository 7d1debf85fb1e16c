package org.sparkbackprop.benchmark;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * An epoch of the classic run as one first writes it on Spark: weights broadcast, a treeAggregate
 * with lambdas over single samples.
 */
final class LambdaClouds {

  private static final int PARAMETERS = 21;

  private final JavaSparkContext spark;
  private final JavaRDD<double[]> samples;

  /** Samples of two features and a class. */
  LambdaClouds(JavaSparkContext spark, JavaRDD<double[]> samples) {
    this.spark = spark;
    this.samples = samples;
  }

  /** Gradient and, behind it, cost. */
  double[] evaluate(double[] weights) {
    Broadcast<double[]> broadcast = spark.broadcast(weights);
    double[] sums =
        samples.treeAggregate(
            new double[PARAMETERS + 1],
            (sum, sample) -> add(sum, sample, broadcast.value()),
            (left, right) -> {
              Arrays.setAll(left, i -> left[i] + right[i]);
              return left;
            });
    broadcast.destroy();
    return sums;
  }

  /** W1 (2 × 3), b1, W2 (3 × 3), b2, one after the other. */
  private static double[] add(double[] sum, double[] sample, double[] w) {
    double[] z = new double[3];
    for (int j = 0; j < 3; j++) {
      z[j] = 1 / (1 + Math.exp(-(sample[0] * w[j] + sample[1] * w[3 + j] + w[6 + j])));
    }
    double[] y = new double[3];
    double total = 0;
    for (int k = 0; k < 3; k++) {
      y[k] = Math.exp(z[0] * w[9 + k] + z[1] * w[12 + k] + z[2] * w[15 + k] + w[18 + k]);
      total += y[k];
    }
    int label = (int) sample[2];
    sum[PARAMETERS] -= Math.log(y[label] / total);
    double[] error = new double[3];
    for (int k = 0; k < 3; k++) {
      double delta = y[k] / total - (k == label ? 1 : 0);
      sum[18 + k] += delta;
      for (int j = 0; j < 3; j++) {
        sum[9 + 3 * j + k] += z[j] * delta;
        error[j] += delta * w[9 + 3 * j + k];
      }
    }
    for (int j = 0; j < 3; j++) {
      double delta = error[j] * z[j] * (1 - z[j]);
      sum[6 + j] += delta;
      sum[j] += sample[0] * delta;
      sum[3 + j] += sample[1] * delta;
    }
    return sum;
  }
}
