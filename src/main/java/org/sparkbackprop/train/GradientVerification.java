package org.sparkbackprop.train;

import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SystematicSample;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.spark.SharedContext;
import org.sparkbackprop.training.loop.GradientCheck;

/**
 * Backpropagation is compared with central differences on rows of a training's own input, at the
 * parameters that the training begins with.
 *
 * @param samples how many rows are used at most
 * @param parameters how many of each tensor are compared at most
 */
public record GradientVerification(TrainingSettings settings, int samples, int parameters) {

  /**
   * Compares.
   *
   * @param spark which lives on, and gets back what was taken of it
   * @throws org.sparkbackprop.error.DataException if the data are not what they must be
   */
  public GradientCheck.Result run(JavaSparkContext spark) {
    try (SharedContext shared = new SharedContext(spark)) {
      InspectedInput input =
          InspectedInput.forTraining(
              spark,
              settings.input(),
              settings.preparation(),
              settings.validation().heldOut(),
              Precision.DOUBLE);
      shared.atEnd(input::close);
      PreparedData.Part part =
          PreparedData.load(input, settings.validation(), settings.packing(Precision.DOUBLE))
              .training();
      Batch rows = SystematicSample.of(part.batches(), part.summary().samples(), samples);
      Network network = settings.network().network(input.preparation());
      double[] weights = InitialParameters.of(settings, network, spark.hadoopConfiguration());
      return new GradientCheck(network, parameters, settings.seed()).check(weights, rows);
    }
  }
}
