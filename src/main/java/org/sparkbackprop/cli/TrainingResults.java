package org.sparkbackprop.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.EvenSample;
import org.sparkbackprop.data.JobGroup;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.report.Report;
import org.sparkbackprop.report.Scatter;
import org.sparkbackprop.spark.SparkScoring;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.training.Metrics;
import org.sparkbackprop.training.RunDirectory;
import org.sparkbackprop.training.TrainingLoop.Outcome;

/**
 * What a training that went well leaves: metrics, model and report.
 *
 * @param outcome with finite final weights
 * @param rate the learning rate it was trained with
 */
record TrainingResults(
    JavaSparkContext spark,
    TrainSettings settings,
    PreparedData data,
    TrainingRun training,
    LearningRate rate,
    Outcome outcome) {

  /** Scores the final weights, writes everything, the model last, and gives the metrics. */
  Metrics write(RunDirectory run) {
    double[] weights = outcome.chosen().weights();
    JobGroup.SCORING.begin(spark.sc(), "scoring the final weights");
    Metrics metrics = metrics(data.training());
    Map<String, Object> fields = fields(metrics);
    data.validation().ifPresent(part -> fields.put("validation", metrics(part).fields()));
    Model model =
        new Model(
            data.preparation(),
            training.computation().network(),
            weights,
            Provenance.of(settings, data, training.watch().seen(), fields));
    run.write("metrics.json", Json.document(fields));
    run.write("report.html", report(metrics, model));
    run.commitModel(model);
    return metrics;
  }

  private Metrics metrics(PreparedData.Part part) {
    return new Metrics(
        data.preparation().classNames(),
        SparkScoring.score(
            spark, training.computation(), outcome.chosen().weights(), part.batches()));
  }

  private Map<String, Object> fields(Metrics metrics) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("epochs", outcome.state().epoch());
    fields.put("best_epoch", outcome.chosen().epoch());
    fields.put("stop_reason", outcome.reason().name().toLowerCase(Locale.ROOT));
    fields.put("passes", outcome.state().effort().passes());
    fields.put("rounds", outcome.state().effort().rounds());
    fields.put("learning_rate", rate.initial());
    fields.put("seconds", outcome.seconds());
    fields.putAll(outcome.last().spent().fields(outcome.seconds()));
    fields.put("trained_by", settings.describe(rate));
    fields.put(
        "notes", Stream.concat(training.notes().stream(), training.advice().stream()).toList());
    fields.putAll(metrics.fields());
    // the training's own sum, so that the last line of the history and the metrics agree in all
    // bits
    fields.put("cost", outcome.last().cost());
    fields.put("mean_cost", outcome.last().meanCost());
    return fields;
  }

  private String report(Metrics metrics, Model model) {
    Optional<Scatter> scatter =
        data.preparation().features() == 2
            ? Optional.of(Scatter.of(model, points()))
            : Optional.empty();
    return new Report(
            settings.name(),
            model,
            training.history(),
            metrics,
            scatter,
            outcome.seconds(),
            notes())
        .html();
  }

  /** Why training ended, and what was noticed before. */
  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        "training ended after epoch %,d: %s"
            .formatted(outcome.state().epoch(), outcome.reason().sentence()));
    if (outcome.chosen().epoch() != outcome.state().epoch()) {
      notes.add(
          "the final weights are those of epoch %,d, the best by the validation part"
              .formatted(outcome.chosen().epoch()));
    }
    notes.addAll(training.notes());
    return notes;
  }

  private List<Scatter.Point> points() {
    PreparedData.Part part = data.training();
    Batch sample = EvenSample.of(part.batches(), part.summary().samples(), Scatter.MOST_POINTS);
    Standardisation prepared = data.preparation().standardisation();
    return IntStream.range(0, sample.size())
        .mapToObj(
            i ->
                new Scatter.Point(
                    prepared.restore(0, sample.inputs().element(i, 0)),
                    prepared.restore(1, sample.inputs().element(i, 1)),
                    sample.labels()[i]))
        .toList();
  }
}
