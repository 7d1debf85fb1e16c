package org.sparkbackprop.score;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.score.PredictionWriter.Predicted;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.spark.SparkScoring;
import org.sparkbackprop.spark.TaskParameters;

/**
 * Predicts rows, which need no labels: the probability of each class or label, or numbers in their
 * units.
 */
public final class Prediction {

  private final Scoring scoring;
  private final PredictionWriter writer;

  private Prediction(Scoring scoring, PredictionWriter writer) {
    this.scoring = scoring;
    this.writer = writer;
  }

  /** A prediction by a model, without listener and writer. */
  public static Prediction of(Model model) {
    return new Prediction(Scoring.of(model), null);
  }

  /** The same on these rows. */
  public Prediction on(InputSettings rows) {
    return new Prediction(scoring.on(rows), writer);
  }

  /**
   * The same on these rows, read like the model's own except for the keys that are set.
   *
   * @throws org.sparkbackprop.error.SettingsException naming all problems at once
   */
  public Prediction on(InputSettings.Builder rows) {
    return new Prediction(scoring.on(rows), writer);
  }

  /** The same on rows that the program gives. */
  public Prediction on(Input rows) {
    return new Prediction(scoring.on(rows), writer);
  }

  /** The same with another BLAS. */
  public Prediction with(BlasPreference blas) {
    return new Prediction(scoring.with(blas), writer);
  }

  /** The same with a listener. */
  public Prediction listener(ScoringListener listener) {
    return new Prediction(scoring.listener(listener), writer);
  }

  /** The same with a writer of the predictions. */
  public Prediction to(PredictionWriter other) {
    return new Prediction(scoring, other);
  }

  /**
   * Predicts the rows and writes the predictions.
   *
   * @param spark not stopped; everything taken of it is released
   * @return how many rows were read, used and quarantined
   * @throws org.sparkbackprop.error.DataException if the rows do not fit the model
   * @throws org.sparkbackprop.storage.StorageException if the rows cannot be read, or the
   *     predictions cannot be written
   */
  public RowCounts run(JavaSparkContext spark) {
    if (writer == null) {
      throw new IllegalStateException("call to(…) first: the predictions have no writer");
    }
    return over(
        spark,
        predicted -> {
          writer.write(predicted);
          return predicted.rows();
        });
  }

  /**
   * The predictions for the good rows, in order, in the driver's memory, each as of {@link
   * Model#predictions(double[])}.
   *
   * @param spark not stopped; everything taken of it is released
   * @throws org.sparkbackprop.error.DataException if the rows do not fit the model
   */
  public List<double[]> collect(JavaSparkContext spark) {
    return over(
        spark,
        predicted -> predicted.predictions().collect().stream().flatMap(Stream::of).toList());
  }

  /** Turns predictions back to the units of their columns. */
  private record InUnits(Target target)
      implements org.apache.spark.api.java.function.Function<double[][], double[][]> {
    @Override
    public double[][] call(double[][] rows) {
      for (double[] row : rows) {
        target.restore(row);
      }
      return rows;
    }
  }

  private <T> T over(JavaSparkContext spark, Function<Predicted, T> work) {
    Model model = scoring.model();
    return scoring.run(
        spark,
        RequiredColumns.Labels.IGNORED,
        rows -> {
          JobGroup.SCORING.begin(spark.sc(), "predicting the rows");
          try (TaskParameters parameters = TaskParameters.of(spark, model.parameters())) {
            return work.apply(
                new Predicted(
                    model.preparation().target(),
                    model.predictionNames(),
                    SparkScoring.predictions(
                            scoring.computation(), parameters, PreparedData.scorable(rows))
                        .map(new InUnits(model.preparation().target())),
                    rows.rows(),
                    rows.quarantine()));
          }
        });
  }
}
