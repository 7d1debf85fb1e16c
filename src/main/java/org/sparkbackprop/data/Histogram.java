package org.sparkbackprop.data;

import java.util.List;

/**
 * How many rows have a feature in each of some bins, which are open below, closed above.
 *
 * @param feature its name
 * @param edges between bins, ascending finite numbers in the units of the rows
 * @param counts of rows, one more than there are edges: up to the first edge, …, above the last
 */
public record Histogram(String feature, List<Double> edges, List<Long> counts) {

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
    if (counts.size() != edges.size() + 1 || counts.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "feature %s has the counts %s for %d edges".formatted(feature, counts, edges.size()));
    }
  }

  /** The number of rows. */
  public long rows() {
    return counts.stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
  }
}
