package org.sparkbackprop.metrics.sums;

import java.io.Serializable;
import java.util.function.BiConsumer;

/**
 * Sums over rows in two views: each row once, and by weight. There is one array of sums until a row
 * has a weight, as the views do not differ before.
 */
public final class WeightedSums implements Serializable {

  private static final long serialVersionUID = 1;

  /** Adds a block of rows to sums. */
  public interface Addition {

    /**
     * Adds each row to the sums as often as its factor says.
     *
     * @param factors one per row; a row with 0 is left out
     */
    void addTo(CompensatedSums sums, double[] factors);
  }

  private final CompensatedSums unweighted;

  /** Null if no row had a weight. */
  private CompensatedSums weighted;

  /** Sums that are 0. */
  public WeightedSums(int size) {
    unweighted = new CompensatedSums(size);
  }

  /** Adds a block of rows to both views. */
  public void add(RowWeights rows, Addition addition) {
    if (rows.isWeighted()) {
      separateViews();
    }
    addition.addTo(unweighted, rows.counts());
    if (weighted != null) {
      addition.addTo(weighted, rows.weights());
    }
  }

  private void separateViews() {
    if (weighted == null) {
      weighted = unweighted.copy();
    }
  }

  /** Adds the other sums, which are not modified, to these. */
  public void merge(WeightedSums other) {
    merge(other, CompensatedSums::merge);
  }

  /**
   * Adds the other sums, which are not modified, to these.
   *
   * @param addition adds the sums of a view, its second argument, to those of the first
   */
  public void merge(WeightedSums other, BiConsumer<CompensatedSums, CompensatedSums> addition) {
    if (other.weighted != null) {
      separateViews();
    }
    addition.accept(unweighted, other.unweighted);
    if (weighted != null) {
      addition.accept(weighted, other.view(Weighting.WEIGHTED));
    }
  }

  /** The sums of a view; shared, not copied. */
  public CompensatedSums view(Weighting weighting) {
    return weighting == Weighting.UNWEIGHTED || weighted == null ? unweighted : weighted;
  }
}
