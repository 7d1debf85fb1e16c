package org.sparkbackprop.spark.ranking;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.function.Function2;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.metrics.ranking.ScoredBlock;

/**
 * A sample of the rows of a partition. Each row has a random number, which depends on its position
 * alone, and those with the smallest numbers are in the sample.
 *
 * @param rows number of rows with a weight above 0
 * @param kept number of rows in the sample
 * @param scores of the rows in the sample, (kept × columns)
 */
record ScoreSample(long rows, int kept, double[] scores) implements Serializable {

  private static final long STREAM = 0x72616e6b;

  /**
   * Takes the samples.
   *
   * @param columns of the blocks
   * @param most rows of a partition in the sample, at least 1
   */
  record Take(int columns, int most)
      implements Function2<Integer, Iterator<ScoredBlock>, Iterator<ScoreSample>> {

    @Override
    public Iterator<ScoreSample> call(Integer partition, Iterator<ScoredBlock> blocks) {
      Sampler sampler = new Sampler(columns, most, new CounterRandom(partition, STREAM));
      while (blocks.hasNext()) {
        sampler.add(blocks.next());
      }
      return List.of(sampler.sample()).iterator();
    }
  }

  /** Keeps the rows whose number is below a limit, which is halved when there are too many. */
  private static final class Sampler {

    private final int columns;
    private final int most;
    private final CounterRandom random;
    private double[] scores;
    private double[] numbers;
    private int kept;
    private double limit = 1;
    private long rows;

    Sampler(int columns, int most, CounterRandom random) {
      this.columns = columns;
      this.most = most;
      this.random = random;
      numbers = new double[Math.min(most, 64)];
      scores = new double[numbers.length * columns];
    }

    void add(ScoredBlock block) {
      if (block.columns() != columns) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "a block of %d columns, but there are %d", block.columns(), columns));
      }
      for (int row = 0; row < block.rows(); row++) {
        if (block.weight(row) > 0) {
          double number = random.uniform(rows++);
          if (number < limit) {
            keep(block, row, number);
          }
        }
      }
    }

    private void keep(ScoredBlock block, int row, double number) {
      if (kept == numbers.length) {
        makeRoom();
        if (number >= limit) {
          return;
        }
      }
      for (int k = 0; k < columns; k++) {
        scores[kept * columns + k] = block.score(row, k);
      }
      numbers[kept++] = number;
    }

    private void makeRoom() {
      if (kept < most) {
        numbers = Arrays.copyOf(numbers, Math.min(most, 2 * kept));
        scores = Arrays.copyOf(scores, numbers.length * columns);
      }
      while (kept == numbers.length) {
        limit /= 2;
        int below = 0;
        for (int i = 0; i < kept; i++) {
          if (numbers[i] < limit) {
            numbers[below] = numbers[i];
            System.arraycopy(scores, i * columns, scores, below * columns, columns);
            below++;
          }
        }
        kept = below;
      }
    }

    ScoreSample sample() {
      return new ScoreSample(rows, kept, Arrays.copyOf(scores, kept * columns));
    }
  }
}
