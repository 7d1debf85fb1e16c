package org.sparkbackprop.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The number of rows in each bin of a feature; bins are open below and closed above. They hold the
 * values that were read: a missing one is in no bin, whatever replaces it.
 *
 * @param feature its name
 * @param edges between bins, ascending finite numbers in the units of the rows
 * @param counts of rows, one more than there are edges: up to the first edge, …, above the last
 * @param missing the number of rows that lack the feature
 */
public record Histogram(String feature, List<Double> edges, List<Long> counts, long missing) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if edges do not ascend, or the counts do not fit them
   */
  public Histogram {
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
    for (int i = 0; i < edges.size(); i++) {
      if (!Double.isFinite(edges.get(i)) || (i > 0 && edges.get(i) <= edges.get(i - 1))) {
        throw new IllegalArgumentException(
            "the edges %s of feature %s are not ascending finite numbers"
                .formatted(edges, feature));
      }
    }
    if (missing < 0
        || counts.size() != edges.size() + 1
        || counts.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "feature %s has the counts %s for %s edges".formatted(feature, counts, edges.size()));
    }
  }

  /** The number of rows that have the feature. */
  public long known() {
    return counts.stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
  }

  /** The number of rows. */
  long rows() {
    return Math.addExact(known(), missing);
  }

  /**
   * Takes out rows that lack the feature but were counted.
   *
   * @param rows their number
   * @param substitute the number by which they were counted
   * @return empty if its bin has fewer rows
   */
  Optional<Histogram> without(long rows, double substitute) {
    List<Long> left = new ArrayList<>(counts);
    int bin = BinCount.bin(substitute, edges.stream().mapToDouble(Double::doubleValue).toArray());
    left.set(bin, left.get(bin) - rows);
    return left.get(bin) < 0
        ? Optional.empty()
        : Optional.of(new Histogram(feature, edges, left, missing + rows));
  }
}
