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
import org.sparkbackprop.score.PredictionWriter.Predicted;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.spark.Predictions;
import org.sparkbackprop.spark.TaskParameters;

/** The probability of each class is computed for rows, which need no labels. */
public final class Prediction {

  private final Scoring scoring;
  private final PredictionWriter writer;

  private Prediction(Scoring scoring, PredictionWriter writer) {
    this.scoring = scoring;
    this.writer = writer;
  }

  /** A prediction of a model that tells nobody how it goes. */
  public static Prediction of(Model model) {
    return new Prediction(Scoring.of(model), null);
  }

  /** The same on these rows. */
  public Prediction on(InputSettings rows) {
    return new Prediction(scoring.on(rows), writer);
  }

  /**
   * The same on these rows, which are read as the model's own were, but for what is set.
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

  /** The same, telling how it goes. */
  public Prediction listener(ScoringListener listener) {
    return new Prediction(scoring.listener(listener), writer);
  }

  /** The same, written so. */
  public Prediction to(PredictionWriter other) {
    return new Prediction(scoring, other);
  }

  /**
   * Predicts the rows and writes what was predicted.
   *
   * @param spark which lives on, and gets back what was taken of it
   * @return what became of the rows
   * @throws org.sparkbackprop.error.DataException if the rows are not what the model takes
   * @throws org.sparkbackprop.storage.StorageException if the rows cannot be read, or the
   *     predictions cannot be written
   */
  public RowCounts run(JavaSparkContext spark) {
    if (writer == null) {
      throw new IllegalStateException("call to(…) first: nobody has said where predictions go");
    }
    return over(
        spark,
        predicted -> {
          writer.write(predicted);
          return predicted.rows();
        });
  }

  /**
   * The probabilities of each class for the good rows, in their order, in the memory of the driver.
   *
   * @param spark which lives on, and gets back what was taken of it
   * @throws org.sparkbackprop.error.DataException if the rows are not what the model takes
   */
  public List<double[]> collect(JavaSparkContext spark) {
    return over(
        spark,
        predicted -> predicted.probabilities().collect().stream().flatMap(Stream::of).toList());
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
                    model.preparation().classNames(),
                    Predictions.of(scoring.computation(), parameters, PreparedData.scorable(rows)),
                    rows.rows(),
                    rows.quarantine()));
          }
        });
  }
}
