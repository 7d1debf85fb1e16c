package org.sparkbackprop.large;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.sparkbackprop.metrics.ranking.ScoredBlock;
import org.sparkbackprop.metrics.ranking.ValueBlock;

/**
 * Scores that a few operations on integers give in any language; {@code
 * src/benchmark/python/rankings.py} makes the same. The probability that a row is a positive is its
 * score over the number of columns.
 *
 * @param kind of the scores
 * @param columns in each row
 */
public record GeneratedScores(Kind kind, int columns) implements Serializable {

  /** Rows in each block. */
  public static final int ROWS_OF_BLOCK = 10_000;

  private static final int PARTITIONS = 16;
  private static final double STEPS = 1000;
  private static final long SCORES = 2_654_435_761L;
  private static final long POSITIVES = 2_246_822_519L;
  private static final long WEIGHTS = 3_266_489_917L;

  /** What scores are like. */
  public enum Kind {
    /** All are different. */
    DISTINCT,
    /** There are a thousand, each many times. */
    TIED,
    /** All are different, and rows have weights. */
    WEIGHTED
  }

  private static double uniform(long position, long factor) {
    return (position * factor & 0xffffffffL) * 0x1p-32;
  }

  /** So many blocks of rows. */
  public JavaRDD<ScoredBlock> blocks(JavaSparkContext spark, int blocks) {
    return numbers(spark, blocks).map(new Make(this));
  }

  /** So many blocks of products of a score and another number. */
  public static JavaRDD<ValueBlock> products(JavaSparkContext spark, int blocks) {
    return numbers(spark, blocks).map(new MakeProducts());
  }

  private static JavaRDD<Integer> numbers(JavaSparkContext spark, int blocks) {
    return spark.parallelize(IntStream.range(0, blocks).boxed().toList(), PARTITIONS);
  }

  private ScoredBlock block(int number) {
    double[] scores = new double[ROWS_OF_BLOCK * columns];
    boolean[] positive = new boolean[scores.length];
    double[] weights = new double[kind == Kind.WEIGHTED ? ROWS_OF_BLOCK : 0];
    for (int i = 0; i < scores.length; i++) {
      long position = (long) number * scores.length + i;
      double score = uniform(position, SCORES);
      scores[i] = kind == Kind.TIED ? Math.floor(score * STEPS) / STEPS : score;
      positive[i] = uniform(position, POSITIVES) < scores[i] / columns;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 3 * uniform((long) number * ROWS_OF_BLOCK + i, WEIGHTS);
    }
    return new ScoredBlock(scores, positive, columns, weights);
  }

  private record Make(GeneratedScores scores) implements Function<Integer, ScoredBlock> {

    @Override
    public ScoredBlock call(Integer number) {
      return scores.block(number);
    }
  }

  private record MakeProducts() implements Function<Integer, ValueBlock> {

    @Override
    public ValueBlock call(Integer number) {
      double[] values = new double[ROWS_OF_BLOCK];
      for (int i = 0; i < values.length; i++) {
        long position = (long) number * ROWS_OF_BLOCK + i;
        values[i] = uniform(position, SCORES) * uniform(position, POSITIVES);
      }
      return new ValueBlock(values, 1, new double[0]);
    }
  }
}
