package org.sparkbackprop.benchmark;

import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.large.GeneratedScores;
import org.sparkbackprop.metrics.ranking.LargestF1;
import org.sparkbackprop.metrics.ranking.LeastCost;
import org.sparkbackprop.metrics.ranking.Ranking;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.ranking.ThresholdDecision;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.spark.ranking.SparkRanking;

/**
 * Seconds of the ranking of ten million scores: of one class, with and without ties, with weights;
 * of ten classes, each against the rest; and of the median. {@code rankings.py} computes the same
 * by NumPy and scikit-learn.
 */
final class Rankings {

  private static final int BLOCKS = 1000;
  private static final int CLASSES = 10;

  private static final RankingQuestions QUESTIONS =
      RankingQuestions.STANDARD.with(new LargestF1(), new LeastCost(1, 5));

  private Rankings() {}

  public static void main(String[] arguments) {
    try (JavaSparkContext spark = new JavaSparkContext(Workloads.spark())) {
      for (GeneratedScores.Kind kind : GeneratedScores.Kind.values()) {
        rank(spark, kind.name().toLowerCase(Locale.ROOT), new GeneratedScores(kind, 1));
      }
      rank(spark, "classes", new GeneratedScores(GeneratedScores.Kind.DISTINCT, CLASSES));
      median(spark);
    }
  }

  private static void rank(JavaSparkContext spark, String kind, GeneratedScores scores) {
    String name = "ranking." + kind;
    long begin = System.nanoTime();
    List<Ranking> rankings =
        SparkRanking.rankings(
            scores.blocks(spark, BLOCKS / scores.columns()), scores.columns(), QUESTIONS);
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
    MetricValue median = SparkRanking.medians(GeneratedScores.products(spark, BLOCKS), 1).get(0);
    Figures.print("ranking.median.seconds", (System.nanoTime() - begin) / 1e9);
    print("ranking.median.value", median.number());
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s %.16g%n", name, value);
  }
}
