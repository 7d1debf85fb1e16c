package org.sparkbackprop.metrics;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.ranking.ScoredBlock;
import org.sparkbackprop.metrics.ranking.ValueBlock;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.NumericTargets;
import org.sparkbackprop.network.loss.Targets;

/** Blocks of rows for metrics that need an order. */
public final class OrderedRows {

  private OrderedRows() {}

  /**
   * Rows to be ranked by the probability of each class or label.
   *
   * @param predictions of the network, (rows × predictions); not modified
   * @param weights of the rows; empty if each counts once
   */
  public static ScoredBlock scored(
      Target target, DoubleMatrix predictions, Targets targets, double[] weights) {
    double[] scores = new double[predictions.rows() * predictions.columns()];
    for (int k = 0; k < predictions.columns(); k++) {
      for (int i = 0; i < predictions.rows(); i++) {
        scores[i * predictions.columns() + k] = predictions.element(i, k);
      }
    }
    if (target.isClass()) {
      return ScoredBlock.ofClasses(scores, target.size(), ClassLabels.of(targets), weights);
    }
    double[] labels = NumericTargets.of(targets).values();
    boolean[] positive = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      positive[i] = labels[i] > 0;
    }
    return new ScoredBlock(scores, positive, target.size(), weights);
  }

  /**
   * The absolute errors of predicted numbers, in the units of their columns.
   *
   * @param predictions of the network, (rows × predictions); not modified
   * @param weights of the rows; empty if each counts once
   */
  public static ValueBlock errors(
      Target target,
      LossFunction loss,
      DoubleMatrix predictions,
      Targets targets,
      double[] weights) {
    TargetUnits units = new TargetUnits(target, loss);
    return ValueBlock.ofAbsoluteErrors(
        units.rowByRow(predictions),
        units.rowByRow(NumericTargets.of(targets)),
        units.predictions(),
        weights);
  }
}
