package org.sparkbackprop.metrics.classification;

/**
 * Bins of equal width over 0 … 1. A bin holds its upper edge and not its lower one, as in Guo et
 * al. (ICML 2017); the first holds 0 too. The edges are NumPy's {@code linspace}.
 */
final class UniformBins {

  private final double[] edges;

  UniformBins(int count) {
    edges = new double[count + 1];
    double width = 1.0 / count;
    for (int i = 0; i < count; i++) {
      edges[i] = i * width;
    }
    edges[count] = 1;
  }

  int count() {
    return edges.length - 1;
  }

  double lower(int bin) {
    return edges[bin];
  }

  double upper(int bin) {
    return edges[bin + 1];
  }

  /** The bin of a probability. */
  int of(double probability) {
    int last = count() - 1;
    int bin = Math.max(0, Math.min(last, (int) (probability * count())));
    while (bin > 0 && probability <= edges[bin]) {
      bin--;
    }
    while (bin < last && probability > edges[bin + 1]) {
      bin++;
    }
    return bin;
  }
}
