package org.sparkbackprop.train;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.HeldOutRows;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.ResultReview;
import org.sparkbackprop.metrics.importance.Importance;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.report.ReportedRows;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.ValidationSettings.Calibration;
import org.sparkbackprop.settings.recipe.Choice;
import org.sparkbackprop.spark.SparkEvaluation;
import org.sparkbackprop.spark.SparkScoring;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.training.loop.Concern;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.TrainingLoop.Outcome;

/**
 * The result of a successful training: metrics, model and report.
 *
 * @param outcome of the epochs, with finite parameters
 * @param metrics of the chosen parameters on the training rows
 * @param validation metrics on the validation rows, if there are any
 * @param test metrics on the test rows, if there are any
 * @param importance of the columns, over the test rows if there are any, else over the validation
 *     rows, else over the training rows
 * @param fields of metrics.json
 * @param model the trained model
 * @param report an HTML page
 * @param concerns reasons why the model may be of little use
 */
public record TrainingResult(
    Outcome outcome,
    Metrics metrics,
    Optional<Metrics> validation,
    Optional<Metrics> test,
    Importance importance,
    Map<String, Object> fields,
    Model model,
    String report,
    List<Concern> concerns) {

  public static final String METRICS = "metrics.json";
  public static final String REPORT = "report.html";

  /** The field of validation metrics with what these rows chose, so that they are optimistic. */
  private static final String CHOSEN_HERE = "chosen_by_these_rows";

  /** The fields with bins of calibration. */
  private static final Set<String> BINS = Set.of("calibration", "reliability_curve");

  /** The field of a part with the importance of the columns. */
  private static final String IMPORTANCE = "importance";

  /** The field of model.json that says which rows were held out of training. */
  public static final String HOLD_OUT = "hold_out";

  /**
   * Scores the chosen parameters and collects the results.
   *
   * @param rate the learning rate of the training
   */
  static TrainingResult of(
      JavaSparkContext spark,
      TrainingSettings settings,
      PreparedData data,
      TrainingRun training,
      LearningRate rate,
      Outcome outcome) {
    return new Gathering(spark, settings, data, training, rate, outcome).results();
  }

  /** Writes everything to the directory of a run, the model last. */
  public void write(RunDirectory run) {
    run.write(METRICS, Json.document(fields));
    run.write(REPORT, report);
    run.commitModel(model);
  }

  /** Why training ended, as in status.json. */
  public String stopReason() {
    return outcome.reason().name().toLowerCase(Locale.ROOT);
  }

  /** Which epoch's parameters were kept, if not the last epoch's. */
  public Optional<String> chosenWeights() {
    return chosenWeights(outcome);
  }

  static Optional<String> chosenWeights(Outcome outcome) {
    long epoch = outcome.chosen().epoch();
    if (epoch == outcome.state().epoch()) {
      return Optional.empty();
    }
    return outcome
        .last()
        .validated()
        .map(
            held ->
                String.format(
                    Locale.ROOT,
                    "the weights of epoch %,d are kept, chosen by the rows held out (validation %s)",
                    epoch,
                    figures(held)));
  }

  private static String figures(EpochRecord.Validation held) {
    return Double.isNaN(held.accuracy())
        ? String.format(Locale.ROOT, "mean cost %.6g", held.meanCost())
        : String.format(Locale.ROOT, "cost %.6g, accuracy %.4f", held.cost(), held.accuracy());
  }

  /** Makes the results. */
  private record Gathering(
      JavaSparkContext spark,
      TrainingSettings settings,
      PreparedData data,
      TrainingRun training,
      LearningRate rate,
      Outcome outcome) {

    TrainingResult results() {
      double[] parameters = outcome.chosen().parameters();
      JobGroup.SCORING.begin(spark.sc(), "scoring the final weights");
      ThresholdSelection.Selected selected =
          new ThresholdSelection(settings.target().threshold(), data.preparation().target())
              .choose(spark, training.computation(), parameters, data.validation());
      Target target = selected.target();
      selected.note().ifPresent(training::note);
      Metrics metrics = metricsOfTraining();
      Optional<Metrics> validation = data.validation().map(part -> heldOut(part, target));
      Optional<Metrics> test = data.test().map(part -> heldOut(part, target));
      List<Concern> concerns = concerns(metrics, validation);
      Map<String, Object> fields = fields(metrics, concerns);
      HeldOutSample sample = HeldOutSample.of(data, training.computation().network());
      Importance importance =
          sample.importance(
              training.computation().network(),
              parameters,
              data.preparation(),
              (double) outcome.state().effort().passes() * data.training().summary().samples());
      validation.ifPresent(part -> fields.put("validation", ofValidation(part, target)));
      test.ifPresent(part -> fields.put("test", new LinkedHashMap<>(part.fields())));
      putImportance(fields, sample.part(), importance);
      Model model =
          new Model(
              data.preparation().with(target),
              training.computation().network(),
              parameters,
              provenance(fields));
      ReportedRows judged =
          new ReportedRows(
              sample.part(),
              test.or(() -> validation).orElse(metrics),
              sample.part() == ReportedRows.Part.VALIDATION ? chosen(target) : List.of(),
              importance,
              sample.numbers(training.computation().network(), parameters, data.preparation()));
      return new TrainingResult(
          outcome,
          metrics,
          validation,
          test,
          importance,
          fields,
          model,
          new TrainingReport(settings, data, training, outcome)
              .html(metrics, judged, model, concerns),
          concerns);
    }

    /** Puts the importance into the fields of the part that it is of; of training, of all. */
    private static void putImportance(
        Map<String, Object> fields, ReportedRows.Part part, Importance importance) {
      Map<String, Object> of = fields;
      if (part != ReportedRows.Part.TRAINING) {
        String name = part == ReportedRows.Part.TEST ? "test" : "validation";
        @SuppressWarnings("unchecked") // as put there
        Map<String, Object> inner = (Map<String, Object>) fields.get(name);
        of = inner;
      }
      if (importance.isMeasured()) {
        of.put(IMPORTANCE, importance.fields());
      }
    }

    private Map<String, Object> provenance(Map<String, Object> metrics) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("name", settings.name());
      fields.put("trained_at", Instant.now().toString());
      fields.put(Model.CONFIGURATION, settings.configuration());
      fields.put("data_fingerprint", data.fingerprint());
      List<Choice> choices = settings.decisions().choices();
      if (!choices.isEmpty()) {
        fields.put(Model.CHOICES, choices.stream().map(Choice::fields).toList());
      }
      data.input().heldOut().ifPresent(rows -> fields.put(HOLD_OUT, rows.fields()));
      fields.put("metrics", withoutBins(metrics));
      fields.put("versions", SoftwareVersions.all(training.watch().seen()));
      return fields;
    }

    /** The bins of calibration are in metrics.json; a model is read often. */
    private static Map<String, Object> withoutBins(Map<?, ?> metrics) {
      Map<String, Object> few = new LinkedHashMap<>();
      metrics.forEach(
          (name, value) -> {
            if (!BINS.contains(name)) {
              few.put(
                  String.valueOf(name),
                  value instanceof Map<?, ?> inner ? withoutBins(inner) : value);
            }
          });
      return few;
    }

    private List<Concern> concerns(Metrics metrics, Optional<Metrics> validation) {
      boolean weighted = data.countsByWeight(settings);
      return new ResultReview(
              training.computation().network(),
              training.history(),
              metrics,
              validation,
              weighted ? ResultReview.Counting.BY_WEIGHT : ResultReview.Counting.EQUALLY,
              settings.optimizer().regularization())
          .concerns();
    }

    /** Of classes, the training rows get only the basic metrics, as nobody should believe more. */
    private Metrics metricsOfTraining() {
      Target target = data.preparation().target();
      if (!target.isClass()) {
        return new SparkEvaluation(spark, training.computation(), target)
            .metrics(outcome.chosen().parameters(), data.training().batches());
      }
      double[] parameters = outcome.chosen().parameters();
      return new ClassMetrics(
          target.names(),
          SparkScoring.score(spark, training.computation(), parameters, data.training().batches()));
    }

    /** The rows that chose something say too much good about it. */
    private Map<String, Object> ofValidation(Metrics metrics, Target target) {
      Map<String, Object> fields = new LinkedHashMap<>(metrics.fields());
      fields.put(CHOSEN_HERE, chosen(target));
      return fields;
    }

    /** What the validation rows chose. */
    private List<String> chosen(Target target) {
      List<String> chosen = new ArrayList<>();
      if (settings.stopping().patience() > 0) {
        chosen.add("epoch");
      }
      if (settings.validation().calibration() != Calibration.NONE) {
        chosen.add("calibration");
      }
      if (target.decision().hasThreshold() && settings.target().threshold().rule().needsRows()) {
        chosen.add("threshold");
      }
      return chosen;
    }

    private Metrics heldOut(PreparedData.Part part, Target target) {
      return new SparkEvaluation(spark, training.computation(), target)
          .metricsWithIntervals(
              outcome.chosen().parameters(), part.batches(), part.summary().samples());
    }

    private Map<String, Object> fields(Metrics metrics, List<Concern> concerns) {
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
      Set<String> notes = new LinkedHashSet<>();
      concerns.forEach(concern -> notes.add(concern.sentence()));
      notes.addAll(heldOutNotes());
      notes.addAll(data.input().columnNotes());
      notes.addAll(training.notes());
      notes.addAll(training.advice());
      fields.put("notes", notes);
      fields.put("concerns", concerns.stream().map(concern -> concern.kind().code()).toList());
      fields.putAll(metrics.fields());
      // the training's own sum, so that history and metrics agree in all bits
      fields.put("cost", outcome.last().cost());
      fields.put("mean_cost", outcome.last().meanCost());
      return fields;
    }

    private List<String> heldOutNotes() {
      return data.input().heldOut().map(HeldOutRows::notes).orElse(List.of());
    }
  }
}
