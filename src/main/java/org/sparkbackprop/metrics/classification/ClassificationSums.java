package org.sparkbackprop.metrics.classification;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.sums.RowSums;
import org.sparkbackprop.metrics.sums.RowWeights;
import org.sparkbackprop.metrics.sums.Weighting;

/** The sums over rows from which {@link ClassificationMetrics} are read off. */
public final class ClassificationSums implements RowSums<ClassifiedRows, ClassificationSums> {

  private static final long serialVersionUID = 1;

  private final ClassificationSetup setup;
  private final ConfusionSums confusion;
  private final ProbabilitySums probabilities;

  /** The sums of no rows. */
  public ClassificationSums(ClassificationSetup setup) {
    this.setup = setup;
    confusion = new ConfusionSums(setup.classes());
    probabilities = new ProbabilitySums(setup);
  }

  /**
   * Adds the rows of a block.
   *
   * @param probabilities (rows × classes)
   * @param labels from 0 to below the number of classes, one per row
   * @param weights finite numbers from 0 on, one per row; empty if each row counts once
   * @throws IllegalArgumentException if the shapes differ, or a label is not a class
   * @throws org.sparkbackprop.error.DataException if a probability is not finite
   */
  public void add(DoubleMatrix probabilities, int[] labels, double[] weights) {
    RowWeights factors = RowWeights.once(labels.length, weights);
    add(new ClassifiedRows(setup, probabilities, labels), factors);
  }

  @Override
  public void add(ClassifiedRows rows, RowWeights weights) {
    probabilities.add(rows, weights); // checks that rows and sums are of the same kind
    confusion.add(rows, weights);
  }

  @Override
  public ClassificationSums merge(ClassificationSums other) {
    probabilities.merge(other.probabilities);
    confusion.merge(other.confusion);
    return this;
  }

  /** What is measured. */
  public ClassificationSetup setup() {
    return setup;
  }

  /** The confusion table of a view, copied. */
  public ConfusionTable confusion(Weighting weighting) {
    return confusion.table(weighting);
  }

  /** The sums of log-loss, Brier score, top-k accuracy and calibration; shared, not copied. */
  public ProbabilitySums probabilities() {
    return probabilities;
  }
}
