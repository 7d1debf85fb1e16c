package org.sparkbackprop.metrics;

import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.ranking.LocalRanking;
import org.sparkbackprop.metrics.ranking.QuantileSearch;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.sums.Intervals;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.Loss;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.NumericTargets;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.network.loss.Targets;

/**
 * Predictions of some rows without a network.
 *
 * @param predictions (rows × predictions); numbers in the units of the network
 */
record MeasuredRows(Target target, LossFunction loss, DoubleMatrix predictions, Targets targets) {

  static MeasuredRows ofClasses(Target target, DoubleMatrix probabilities, Targets targets) {
    LossFunction loss = LossFunction.of(Losses.SOFTMAX_CROSS_ENTROPY);
    return new MeasuredRows(target, loss, probabilities, targets);
  }

  static MeasuredRows ofLabels(Target target, DoubleMatrix probabilities, Targets targets) {
    LossFunction loss = LossFunction.of(Losses.SIGMOID_CROSS_ENTROPY);
    return new MeasuredRows(target, loss, probabilities, targets);
  }

  /** Rows of two classes with the probabilities that they are drawn with. */
  static MeasuredRows drawn(int rows, long seed) {
    Random random = new Random(seed);
    DoubleMatrix probabilities = DoubleMatrix.zeros(rows, 2);
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      double positive = 1 / (1 + Math.exp(-1.5 * random.nextGaussian()));
      probabilities.array()[probabilities.place(i, 1)] = positive;
      probabilities.array()[probabilities.place(i, 0)] = 1 - positive;
      labels[i] = random.nextDouble() < positive ? 1 : 0;
    }
    return ofClasses(
        Target.ofClasses(List.of("no", "yes")), probabilities, new ClassLabels(labels));
  }

  /** Rows of one number with normal errors of this deviation. */
  static MeasuredRows drawn(int rows, double deviation, long seed) {
    Random random = new Random(seed);
    double[] targets = new double[rows];
    DoubleMatrix predicted = DoubleMatrix.zeros(rows, 1);
    for (int i = 0; i < rows; i++) {
      targets[i] = 5 * random.nextGaussian();
      predicted.array()[predicted.place(i, 0)] = targets[i] + deviation * random.nextGaussian();
    }
    Target target = Target.ofNumbers(List.of("y"), new double[1], new double[] {1});
    LossFunction loss = LossFunction.of(Losses.SQUARED_ERROR);
    return new MeasuredRows(target, loss, predicted, new NumericTargets(targets, 1));
  }

  int size() {
    return targets.size();
  }

  /** Rows from one on and before another. */
  MeasuredRows part(int from, int until) {
    DoubleMatrix numbers = DoubleMatrix.zeros(until - from, predictions.columns());
    Targets chosen = targets.targetsLike(until - from);
    for (int i = from; i < until; i++) {
      targets.copy(i, chosen, i - from);
      for (int k = 0; k < predictions.columns(); k++) {
        numbers.array()[numbers.place(i - from, k)] = predictions.element(i, k);
      }
    }
    return new MeasuredRows(target, loss, numbers, chosen);
  }

  /** The metrics of all rows with the intervals that a sample of them gives. */
  Metrics metrics(RowSample sample) {
    return new Bootstrap(target, loss).withIntervals(new SampledMetrics(metrics(), sample));
  }

  /** The same where all rows are sampled. */
  Intervals intervals() {
    RowSample all = new RowSample(1, 0);
    all.add(predictions, targets);
    return metrics(all).intervals().orElseThrow();
  }

  /** The metrics of all rows, each of which counts once. */
  Metrics metrics() {
    MetricSums sums = new MetricSums(target, loss);
    sums.add(predictions, targets, new double[0]);
    Metrics metrics = sums.metrics(score());
    return target.isNumber() ? ((NumberMetrics) metrics).with(medians()) : ranked(metrics);
  }

  private Metrics ranked(Metrics metrics) {
    Rankings rankings =
        new Rankings(
            LocalRanking.rankings(
                target.size(),
                once(OrderedRows.scored(target, predictions, targets, new double[0])),
                RankingQuestions.STANDARD),
            List.of());
    return metrics instanceof LabelsMetrics labels
        ? labels.with(rankings)
        : ((ClassMetrics) metrics).with(rankings);
  }

  private Medians medians() {
    return new Medians(
        LocalRanking.quantiles(
            predictions.columns(),
            once(OrderedRows.errors(target, loss, predictions, targets, new double[0])),
            QuantileSearch.MEDIAN),
        List.of());
  }

  private static <T> Iterator<T> once(T block) {
    return List.of(block).iterator();
  }

  /** Of other scores, as only the number of rows matters here. */
  private Score score() {
    Loss counting = loss.create();
    Score score = counting.newScore(predictions.columns());
    DoubleMatrix zeros = DoubleMatrix.zeros(size(), predictions.columns());
    counting.addScore(zeros, targets, new double[0], score);
    score.addWeight(size());
    return score;
  }
}
