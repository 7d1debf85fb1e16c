package org.sparkbackprop.metrics.classification;

import org.sparkbackprop.metrics.sums.CompensatedSums;
import org.sparkbackprop.metrics.sums.RowSums;
import org.sparkbackprop.metrics.sums.RowWeights;
import org.sparkbackprop.metrics.sums.WeightedSums;
import org.sparkbackprop.metrics.sums.Weighting;

/** The rows of each label that are predicted as each class. */
public final class ConfusionSums implements RowSums<ClassifiedRows, ConfusionSums> {

  private static final long serialVersionUID = 1;

  private final int classes;

  /** Label i predicted as class j is at i K + j. */
  private final WeightedSums cells;

  /**
   * The sums of no rows.
   *
   * @throws ArithmeticException if the cells of so many classes do not fit into an array
   */
  public ConfusionSums(int classes) {
    this.classes = classes;
    cells = new WeightedSums(Math.multiplyExact(classes, classes));
  }

  @Override
  public void add(ClassifiedRows rows, RowWeights weights) {
    cells.add(weights, (sums, factors) -> addTo(sums, rows, factors));
  }

  private void addTo(CompensatedSums sums, ClassifiedRows rows, double[] factors) {
    for (int i = 0; i < factors.length; i++) {
      if (factors[i] != 0) {
        sums.add(rows.labels[i] * classes + rows.predicted[i], factors[i]);
      }
    }
  }

  @Override
  public ConfusionSums merge(ConfusionSums other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "sums of %s and %s classes cannot be merged".formatted(classes, other.classes));
    }
    cells.merge(other.cells);
    return this;
  }

  /** The table of a view, copied. */
  public ConfusionTable table(Weighting weighting) {
    double[][] table = new double[classes][classes];
    boolean[] occurs = new boolean[classes];
    for (int label = 0; label < classes; label++) {
      for (int k = 0; k < classes; k++) {
        int cell = label * classes + k;
        table[label][k] = cells.view(weighting).value(cell);
        if (cells.view(Weighting.UNWEIGHTED).value(cell) > 0) {
          occurs[label] = true;
          occurs[k] = true;
        }
      }
    }
    return new ConfusionTable(table, occurs, weighting);
  }
}
