package org.sparkbackprop.train;

import java.util.List;
import java.util.Optional;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SystematicSample;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.metrics.TargetUnits;
import org.sparkbackprop.metrics.importance.Importance;
import org.sparkbackprop.metrics.importance.PermutationImportance;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.NumericTargets;
import org.sparkbackprop.report.PredictedNumbers;
import org.sparkbackprop.report.ReportedRows;

/**
 * Evenly spaced rows of the part by which a model is judged: what they say is computed in the
 * driver.
 *
 * @param part the test part if there is one, else the validation part, else the training part
 * @param rows in their order
 */
record HeldOutSample(ReportedRows.Part part, Batch rows) {

  /** Of the work of a training. */
  private static final double SHARE = 0.01;

  /**
   * The sample of a training.
   *
   * @param network that is judged
   */
  static HeldOutSample of(PreparedData data, Network network) {
    ReportedRows.Part part =
        data.test().isPresent()
            ? ReportedRows.Part.TEST
            : data.validation().isPresent()
                ? ReportedRows.Part.VALIDATION
                : ReportedRows.Part.TRAINING;
    PreparedData.Part rows = data.test().or(data::validation).orElse(data.training());
    int most = Math.min(PredictedNumbers.MAX_ROWS, PermutationImportance.maxRows(network));
    return new HeldOutSample(
        part, SystematicSample.of(rows.batches(), rows.summary().samples(), most));
  }

  /**
   * How much a network with these parameters relies on each column. It takes about a hundredth of
   * the work of the training, but at least a part of a second and at most a few.
   *
   * @param samples that were passed forward and backward in all of the training
   */
  Importance importance(
      Network network, double[] parameters, Preparation preparation, double samples) {
    double share = SHARE * samples * network.operationsPerSample();
    long operations =
        (long)
            Math.max(
                PermutationImportance.FEW_OPERATIONS,
                Math.min(share, PermutationImportance.MANY_OPERATIONS));
    return PermutationImportance.of(network, parameters, preparation, rows, operations);
  }

  /** What a network predicts for the rows; empty if that is not numbers. */
  Optional<PredictedNumbers> numbers(
      Network network, double[] parameters, Preparation preparation) {
    if (!preparation.target().isNumber()) {
      return Optional.empty();
    }
    TargetUnits units = new TargetUnits(preparation.target(), network.loss());
    ForwardPass forward = ForwardPass.of(network, Precision.DOUBLE, parameters);
    boolean quantiles = network.loss().name() == Losses.PINBALL;
    return Optional.of(
        new PredictedNumbers(
            quantiles ? network.loss().quantiles() : List.of(),
            units.predictions(),
            units.rowByRow(forward.predictions(rows.inputs())),
            units.rowByRow(NumericTargets.of(rows.targets()))));
  }
}
