package org.sparkbackprop.train;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SystematicSample;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.loss.LabelSmoothing;
import org.sparkbackprop.plan.InspectedTraining;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.spark.SharedContext;
import org.sparkbackprop.training.loop.GradientCheck;

/**
 * Compares backpropagation with central differences on rows of a training's input, at the initial
 * parameters of the training.
 *
 * @param samples largest number of rows
 * @param parameters largest number of compared parameters per tensor
 */
public record GradientVerification(TrainingSettings settings, int samples, int parameters) {

  /**
   * Compares.
   *
   * @param spark not stopped; everything taken of it is released
   * @throws org.sparkbackprop.error.DataException if the data are unusable
   */
  public GradientCheck.Result run(JavaSparkContext spark) {
    try (SharedContext shared = new SharedContext(spark)) {
      InspectedTraining inspected =
          InspectedTraining.of(
              spark,
              InspectedInput.AS_CONFIGURED,
              settings,
              Precision.DOUBLE,
              preparation -> List.of());
      InspectedInput input = inspected.input();
      TrainingSettings decided = inspected.settings();
      shared.atEnd(input::close);
      PreparedData data =
          PreparedData.load(input, decided.validation(), decided.packing(Precision.DOUBLE));
      PreparedData.Part part = data.training();
      Batch rows = SystematicSample.of(part.batches(), part.summary().samples(), samples);
      Network network = decided.network().network(input.preparation());
      double[] weights = InitialParameters.of(decided, network, spark.hadoopConfiguration());
      LabelSmoothing smoothing =
          decided.optimizer().smoothing().of(data.targetShares(decided.classWeights()));
      return new GradientCheck(network, smoothing, parameters, decided.seed()).check(weights, rows);
    }
  }
}
