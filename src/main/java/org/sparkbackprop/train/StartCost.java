package org.sparkbackprop.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SystematicSample;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.loss.Loss;
import org.sparkbackprop.report.StartPoint;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.ValidationSettings.Calibration;
import org.sparkbackprop.spark.Computation;

/** The cost that training minimises, of the weights it starts with, over a sample of its rows. */
final class StartCost {

  private static final int MAX_ROWS = 10_000;

  /** Multiplications and additions: less than a second. */
  private static final long MAX_OPERATIONS = 2_000_000_000L;

  /** Inputs of all rows together: 64 MB in double precision. */
  private static final long MAX_NUMBERS = 1 << 23;

  /** Rows that pass through the network together. */
  private static final int BLOCK = 512;

  private StartCost() {}

  /** Why the cost of training is higher than that of validation, even for the same rows. */
  private static String difference(TrainingSettings settings, Network network) {
    List<String> reasons = new ArrayList<>();
    if (network.members() > 1) {
      reasons.add(
          "is the mean over the members of the ensemble instead of the cost of their mean scores");
    }
    if (settings.optimizer().smoothing().share() > 0) {
      reasons.add("is that of smoothed labels");
    }
    if (settings.validation().isThere()
        && settings.validation().calibration() != Calibration.NONE) {
      reasons.add("is that before calibration");
    }
    return reasons.isEmpty()
        ? ""
        : "Unlike that of validation, the training cost " + String.join(", and ", reasons) + ".";
  }

  /**
   * The cost over evenly spaced rows, computed in the driver.
   *
   * @param parameters flat, before training; not modified
   */
  static StartPoint of(
      PreparedData.Part training,
      TrainingSettings settings,
      Computation computation,
      double[] parameters) {
    Network network = computation.network();
    long all = training.summary().samples();
    Batch sample = SystematicSample.of(training.batches(), all, maxRows(network));
    Gradients sums =
        new Backpropagation(network, Precision.DOUBLE, computation.labelSmoothing())
            .gradients(parameters, blocks(sample).iterator());
    return new StartPoint(
        sums.cost() / sample.totalWeight(),
        Loss.accuracy(sums.correct(), sums.samples()),
        sample.size(),
        all,
        difference(settings, network));
  }

  private static int maxRows(Network network) {
    long byWork = MAX_OPERATIONS / network.operationsPerSample();
    long byMemory = MAX_NUMBERS / network.inputs();
    return (int) Math.max(1, Math.min(MAX_ROWS, Math.min(byWork, byMemory)));
  }

  private static List<Batch> blocks(Batch sample) {
    int[] rows = IntStream.range(0, sample.size()).toArray();
    return IntStream.iterate(0, from -> from < rows.length, from -> from + BLOCK)
        .mapToObj(
            from ->
                sample.select(Arrays.copyOfRange(rows, from, Math.min(from + BLOCK, rows.length))))
        .toList();
  }
}
