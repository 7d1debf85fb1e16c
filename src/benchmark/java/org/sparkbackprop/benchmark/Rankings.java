package org.sparkbackprop.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.sparkbackprop.metrics.ranking.LargestF1;
import org.sparkbackprop.metrics.ranking.LeastCost;
import org.sparkbackprop.metrics.ranking.Ranking;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.ranking.ScoredBlock;
import org.sparkbackprop.metrics.ranking.ThresholdDecision;
import org.sparkbackprop.metrics.ranking.ValueBlock;
import org.sparkbackprop.spark.ranking.SparkRanking;

/**
 * Seconds of the ranking of ten million rows: of one class, with and without ties, with weights; of
 * the classes of a tenth of the rows against the rest; and of the median. {@code rankings.py}
 * computes the same by NumPy and scikit-learn.
 */
final class Rankings {

  private static final int ROWS_OF_BLOCK = 10_000;
  private static final int BLOCKS = 1000;
  private static final int PARTITIONS = 16;
  private static final int CLASSES = 10;
  private static final double STEPS = 1000;

  private static final RankingQuestions QUESTIONS =
      RankingQuestions.STANDARD.with(new LargestF1(), new LeastCost(1, 5));

  private Rankings() {}

  public static void main(String[] arguments) {
    try (JavaSparkContext spark = new JavaSparkContext(Workloads.spark())) {
      for (Rows rows : Rows.values()) {
        rank(spark, rows);
      }
      median(spark);
    }
  }

  private static JavaRDD<Integer> blocks(JavaSparkContext spark, int blocks) {
    return spark.parallelize(IntStream.range(0, blocks).boxed().toList(), PARTITIONS);
  }

  private static void rank(JavaSparkContext spark, Rows rows) {
    String name = "ranking." + rows.name().toLowerCase(Locale.ROOT);
    int blocks = rows == Rows.CLASSES ? BLOCKS / CLASSES : BLOCKS;
    long begin = System.nanoTime();
    List<Ranking> rankings =
        SparkRanking.rankings(
            blocks(spark, blocks).map(new MakeBlock(rows)), rows.columns(), QUESTIONS);
    Figures.print(name + ".seconds", (System.nanoTime() - begin) / 1e9);
    Ranking first = rankings.get(0);
    ThresholdDecision decision = first.thresholds().get(0).decision();
    print(name + ".roc_auc", first.rocAuc().number());
    print(name + ".average_precision", first.averagePrecision().number());
    print(name + ".largest_f1", decision.f1().number());
    print(name + ".largest_f1_threshold", decision.threshold());
    print(name + ".least_cost", first.thresholds().get(1).decision().cost(1, 5));
  }

  private static void median(JavaSparkContext spark) {
    long begin = System.nanoTime();
    double median =
        SparkRanking.medians(blocks(spark, BLOCKS).map(new MakeValues()), 1).get(0).number();
    Figures.print("ranking.median.seconds", (System.nanoTime() - begin) / 1e9);
    print("ranking.median.value", median);
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s %.16g%n", name, value);
  }

  /** A number in 0 ≤ u < 1 that a few operations on integers give in any language. */
  private static double uniform(long position, long factor) {
    return (position * factor & 0xffffffffL) * 0x1p-32;
  }

  private static double score(long position) {
    return uniform(position, 2_654_435_761L);
  }

  private static double other(long position) {
    return uniform(position, 2_246_822_519L);
  }

  private enum Rows {
    DISTINCT,
    TIED,
    WEIGHTED,
    CLASSES;

    int columns() {
      return this == CLASSES ? Rankings.CLASSES : 1;
    }
  }

  private record MakeBlock(Rows rows) implements Function<Integer, ScoredBlock> {

    @Override
    public ScoredBlock call(Integer block) {
      int columns = rows.columns();
      double[] scores = new double[ROWS_OF_BLOCK * columns];
      boolean[] positive = new boolean[scores.length];
      double[] weights = new double[rows == Rows.WEIGHTED ? ROWS_OF_BLOCK : 0];
      for (int i = 0; i < scores.length; i++) {
        long position = (long) block * scores.length + i;
        double score = score(position);
        scores[i] = rows == Rows.TIED ? Math.floor(score * STEPS) / STEPS : score;
        positive[i] = other(position) < scores[i] / columns;
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] = 3 * uniform((long) block * ROWS_OF_BLOCK + i, 3_266_489_917L);
      }
      return new ScoredBlock(scores, positive, columns, weights);
    }
  }

  private record MakeValues() implements Function<Integer, ValueBlock> {

    @Override
    public ValueBlock call(Integer block) {
      double[] values = new double[ROWS_OF_BLOCK];
      for (int i = 0; i < values.length; i++) {
        long position = (long) block * ROWS_OF_BLOCK + i;
        values[i] = score(position) * other(position);
      }
      return new ValueBlock(values, 1, new double[0]);
    }
  }
}
