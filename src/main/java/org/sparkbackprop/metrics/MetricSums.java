package org.sparkbackprop.metrics;

import java.io.Serializable;
import java.util.Optional;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.classification.ClassificationSetup;
import org.sparkbackprop.metrics.classification.ClassificationSums;
import org.sparkbackprop.metrics.classification.DecisionRule;
import org.sparkbackprop.metrics.classification.LabelMetrics;
import org.sparkbackprop.metrics.classification.LabelSums;
import org.sparkbackprop.metrics.regression.RegressionMetrics;
import org.sparkbackprop.metrics.regression.RegressionSums;
import org.sparkbackprop.metrics.sums.Weighting;
import org.sparkbackprop.model.Decision;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.network.loss.LabelScore;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.NumericTargets;
import org.sparkbackprop.network.loss.RegressionScore;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.network.loss.Targets;

/**
 * Gathers what the metrics of some rows need, block by block; the sums of parts are merged in their
 * order. Numbers are compared in their units.
 */
public final class MetricSums implements Serializable {

  private static final long serialVersionUID = 1;

  private final Target target;
  private final LossFunction loss;
  private final ClassificationSums classes;
  private final LabelSums labels;
  private final RegressionSums numbers;
  private boolean weighted;

  /** The sums of no rows. */
  public MetricSums(Target target, LossFunction loss) {
    this.target = target;
    this.loss = loss;
    this.classes =
        target.isClass()
            ? new ClassificationSums(ClassificationSetup.of(target.size(), rule(target.decision())))
            : null;
    this.labels = target.kind() == Target.Kind.LABELS ? new LabelSums(target.size()) : null;
    this.numbers = target.isNumber() ? numbers(target, loss) : null;
  }

  private static DecisionRule rule(Decision decision) {
    return decision.hasThreshold()
        ? DecisionRule.atLeast(decision.threshold(), decision.positiveClass())
        : DecisionRule.mostProbable(decision.positiveClass());
  }

  private static RegressionSums numbers(Target target, LossFunction loss) {
    if (loss.name() != Losses.PINBALL) {
      return new RegressionSums(target.size());
    }
    double[] quantiles = new double[loss.outputs(target.size())];
    for (int output = 0; output < quantiles.length; output++) {
      quantiles[output] = loss.quantiles().get(output % loss.quantiles().size());
    }
    return new RegressionSums(quantiles);
  }

  /** Sums of the same kind of no rows. */
  public MetricSums empty() {
    return new MetricSums(target, loss);
  }

  /**
   * Adds the rows of a block.
   *
   * @param predictions of the network, (rows × predictions); not modified
   * @param weights of the rows; empty if each counts once
   */
  public void add(DoubleMatrix predictions, Targets targets, double[] weights) {
    weighted |= weights.length > 0;
    if (classes != null) {
      classes.add(predictions, ClassLabels.of(targets), weights);
    } else if (labels != null) {
      labels.add(predictions, NumericTargets.of(targets).values(), weights);
    } else {
      TargetUnits units = new TargetUnits(target, loss);
      numbers.add(units.matrix(predictions), units.rowByRow(NumericTargets.of(targets)), weights);
    }
  }

  /**
   * Adds the other sums to these; the others are not modified.
   *
   * @return these sums
   */
  public MetricSums merge(MetricSums other) {
    weighted |= other.weighted;
    if (classes != null) {
      classes.merge(other.classes);
    } else if (labels != null) {
      labels.merge(other.labels);
    } else {
      numbers.merge(other.numbers);
    }
    return this;
  }

  /**
   * The metrics.
   *
   * @param score of the same rows
   */
  public Metrics metrics(Score score) {
    if (classes != null) {
      return new ClassMetrics(target.names(), score).with(classDetails());
    }
    return labels != null
        ? new LabelsMetrics(
            target.names(), score, labels, weighted, Optional.empty(), Optional.empty())
        : new NumberMetrics(
            target.predictionNames(loss),
            score,
            numbers,
            weighted,
            Optional.empty(),
            Optional.empty());
  }

  /** The metrics of rows whose cost is not known, and so is NaN. */
  public Metrics metricsWithoutCost() {
    if (classes != null) {
      return metrics(ClassificationScore.withoutCost(classDetails().chosen()));
    }
    if (labels != null) {
      LabelMetrics figures = new LabelMetrics(target.names(), labels, Weighting.UNWEIGHTED);
      long exact = Math.round(figures.total() * figures.subsetAccuracy().orElse(0));
      return metrics(LabelScore.withoutCost((long) figures.total(), exact));
    }
    RegressionMetrics figures =
        new RegressionMetrics(target.predictionNames(loss), numbers, Weighting.UNWEIGHTED);
    return metrics(RegressionScore.withoutCost((long) figures.total()));
  }

  private ClassDetails classDetails() {
    return new ClassDetails(target.names(), classes, weighted, Optional.empty(), Optional.empty());
  }
}
