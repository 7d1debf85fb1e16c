package org.sparkbackprop.score;

import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.Quarantine;
import org.sparkbackprop.data.SystematicSample;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.ResultReview;
import org.sparkbackprop.metrics.importance.Importance;
import org.sparkbackprop.metrics.importance.PermutationImportance;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.spark.SparkEvaluation;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/** Scores labelled rows with a model. */
public final class Evaluation {

  /** The file with the fields of the result. */
  public static final String METRICS = "metrics.json";

  private final Scoring scoring;
  private final Optional<Storage> output;
  private final Details details;

  /** What is found out besides metrics. */
  private enum Details {
    NONE,
    IMPORTANCE
  }

  private Evaluation(Scoring scoring, Optional<Storage> output, Details details) {
    this.scoring = scoring;
    this.output = output;
    this.details = details;
  }

  /** An evaluation of a model, without listener and directory. */
  public static Evaluation of(Model model) {
    return new Evaluation(Scoring.of(model), Optional.empty(), Details.NONE);
  }

  /** The same on these rows, whose labels are classes of the model. */
  public Evaluation on(InputSettings rows) {
    return new Evaluation(scoring.on(rows), output, details);
  }

  /**
   * The same on these rows, read like the model's own except for the keys that are set.
   *
   * @throws org.sparkbackprop.error.SettingsException naming all problems at once
   */
  public Evaluation on(InputSettings.Builder rows) {
    return new Evaluation(scoring.on(rows), output, details);
  }

  /** The same on rows that the program gives. */
  public Evaluation on(Input rows) {
    return new Evaluation(scoring.on(rows), output, details);
  }

  /** The same with another BLAS. */
  public Evaluation with(BlasPreference blas) {
    return new Evaluation(scoring.with(blas), output, details);
  }

  /** The same with a listener. */
  public Evaluation listener(ScoringListener listener) {
    return new Evaluation(scoring.listener(listener), output, details);
  }

  /** The same, also measuring how much the model relies on each column of the rows. */
  public Evaluation withImportance() {
    return new Evaluation(scoring, output, Details.IMPORTANCE);
  }

  /** The same, writing {@value #METRICS} and any bad rows to a directory. */
  public Evaluation into(Storage directory) {
    return new Evaluation(scoring, Optional.of(directory), details);
  }

  /**
   * Scores the rows.
   *
   * @param spark not stopped; everything taken of it is released
   * @throws DataException if the rows do not fit the model, or their weights have no positive sum
   * @throws StorageException if the rows cannot be read, or the result cannot be written
   */
  public EvaluationResult run(JavaSparkContext spark) {
    return scoring.run(spark, RequiredColumns.Labels.REQUIRED, rows -> evaluate(spark, rows));
  }

  private EvaluationResult evaluate(JavaSparkContext spark, InspectedInput rows) {
    Model model = scoring.model();
    JobGroup.SCORING.begin(spark.sc(), "scoring the rows");
    Metrics metrics =
        new SparkEvaluation(spark, scoring.computation(), model.preparation().target())
            .metricsWithIntervals(
                model.parameters(), PreparedData.scorable(rows), rows.rows().used());
    Score score = metrics.score();
    if (!(score.weight() > 0 && Double.isFinite(score.weight()))) {
      throw new DataException(
          "the weights of all rows add up to %s, so there is no mean; correct their column, or leave"
                  .formatted(score.weight())
              + " it out by input.weight = null");
    }
    EvaluationResult result =
        new EvaluationResult(
            metrics,
            ResultReview.ofRows(metrics, "rows", counting()),
            importance(rows, metrics.samples()),
            rows.rows());
    scoring.listener().evaluated(result);
    output.ifPresent(directory -> write(directory, result, rows));
    return result;
  }

  private Optional<Importance> importance(InspectedInput rows, long samples) {
    if (details == Details.NONE) {
      return Optional.empty();
    }
    Model model = scoring.model();
    Batch sample =
        SystematicSample.of(
            PreparedData.scorable(rows), samples, PermutationImportance.maxRows(model.network()));
    return Optional.of(
        PermutationImportance.of(
            model.network(),
            model.parameters(),
            model.preparation(),
            sample,
            PermutationImportance.MANY_OPERATIONS));
  }

  private static void write(Storage directory, EvaluationResult result, InspectedInput rows) {
    try {
      directory.writeText(METRICS, Json.document(result.fields()));
    } catch (StorageException e) {
      throw e.ofOutput(directory.location());
    }
    rows.quarantine()
        .ifPresent(bad -> bad.write(directory, Quarantine.DIRECTORY + "/" + Quarantine.FILE));
  }

  /** If rows or classes have weights, plain accuracy was not the objective. */
  private ResultReview.Counting counting() {
    boolean byWeight =
        scoring.settings().columns().weight().isPresent()
            || trainedWith("input", "weight").isPresent()
            || trainedWith("training", "class-weights")
                .filter(weights -> !weights.equals("none"))
                .isPresent();
    return byWeight ? ResultReview.Counting.BY_WEIGHT : ResultReview.Counting.EQUALLY;
  }

  private Optional<Object> trainedWith(String section, String key) {
    return scoring.model().configured(section).map(values -> values.get(key));
  }
}
