package org.sparkbackprop.metrics.sums;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The same sums over many resamples of the rows, from which follows how far a metric would vary
 * over other rows of the same kind (B. Efron's bootstrap, The Annals of Statistics 7, 1979).
 *
 * <p>Time and memory are those of the sums times the number of resamples. Above about a million
 * rows, resample a part of them, such as every tenth, and scale the interval by {@link
 * ConfidenceInterval#scaledAround}.
 *
 * @param <R> the rows that are added
 * @param <S> the sums
 */
public final class BootstrapSums<R extends ScoredRows, S extends RowSums<R, S>>
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** Enough for intervals of 95 %: their ends vary by some 7 % of the width. */
  public static final int RESAMPLES = 200;

  private final PoissonCounts counts;
  private final ArrayList<S> resamples = new ArrayList<>();

  /**
   * The sums of no rows.
   *
   * @param seed of the counts; the same for all parts of the rows
   * @param resamples number of resamples, at least 2
   * @param empty makes sums of no rows
   */
  public BootstrapSums(long seed, int resamples, Supplier<S> empty) {
    if (resamples < 2) {
      throw new IllegalArgumentException("there are " + resamples + " resamples, not at least 2");
    }
    counts = new PoissonCounts(seed);
    for (int b = 0; b < resamples; b++) {
      this.resamples.add(empty.get());
    }
  }

  /**
   * Adds the rows of a block.
   *
   * @param weights of the rows; empty if they have none
   * @param firstRow the number of the first row among all rows, which are numbered without gaps
   */
  public void add(R rows, double[] weights, long firstRow) {
    double[] drawn = new double[rows.size()];
    RowWeights factors =
        new RowWeights(drawn, weights.length == 0 ? drawn : new double[drawn.length]);
    for (int b = 0; b < resamples.size(); b++) {
      counts.draw(b, firstRow, drawn);
      for (int i = 0; i < weights.length; i++) {
        factors.weights()[i] = weights[i] * drawn[i];
      }
      resamples.get(b).add(rows, factors);
    }
  }

  /**
   * Adds the other sums to these; the others are not modified.
   *
   * @return these sums
   * @throws IllegalArgumentException if their seed or number of resamples differs
   */
  public BootstrapSums<R, S> merge(BootstrapSums<R, S> other) {
    if (!counts.hasSeedOf(other.counts) || resamples.size() != other.resamples.size()) {
      throw new IllegalArgumentException("resamples of different kinds cannot be merged");
    }
    for (int b = 0; b < resamples.size(); b++) {
      resamples.get(b).merge(other.resamples.get(b));
    }
    return this;
  }

  /** The sums of each resample. */
  public List<S> resamples() {
    return List.copyOf(resamples);
  }

  /**
   * The interval of a metric.
   *
   * @param metric reads it off the sums
   * @param level share of the resamples within the interval, such as 0.95
   * @return empty if the metric is undefined for more than half of the resamples
   */
  public Optional<ConfidenceInterval> interval(Function<S, MetricValue> metric, double level) {
    return ConfidenceInterval.ofMetric(resamples.stream().map(metric).toList(), level);
  }
}
