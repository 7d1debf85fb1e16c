package org.sparkbackprop.retrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.registry.Lease;
import org.sparkbackprop.registry.LeaseException;
import org.sparkbackprop.registry.ModelVersion;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.run.EarlierRun;
import org.sparkbackprop.score.ContestResult;
import org.sparkbackprop.score.ModelContest;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.recipe.Choice;
import org.sparkbackprop.statistics.Drift;
import org.sparkbackprop.statistics.TrainingStatistics;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.train.TrainingResult;
import org.sparkbackprop.train.TrainingSession;
import org.sparkbackprop.training.loop.Concern;
import org.sparkbackprop.training.loop.Regularization;
import org.sparkbackprop.training.loop.Stopping.Measure;

/** A retraining under a lease, from the rows to the version in service. */
record RetrainSession(
    RetrainRows rows, RetrainRun run, Lease lease, RetrainStatus status, RetrainListener listener) {

  private static final String STATISTICS = "statistics.json";

  /** The field of status and manifest that says why the champion may know the hold-out rows. */
  private static final String HOLD_OUT_DOUBT = "hold_out_doubt";

  /** Fields of the gate that go into the run's line. */
  private static final List<String> METRIC_FIELDS =
      List.of("metric", "challenger_metric", "champion_metric");

  private static final long STATISTICS_LIMIT = 1 << 30;

  private static final List<String> FILES =
      List.of(
          "model/model.json",
          "model/weights.safetensors",
          TrainingResult.METRICS,
          TrainingResult.REPORT,
          STATISTICS);

  private Versions versions() {
    return new Versions(run.home());
  }

  /** Trains a model, judges it, and publishes it if it is good enough. */
  RetrainResult result() {
    Optional<Champion> champion = Champion.of(run.home());
    champion.ifPresent(served -> served.requireKind(run.training().input().target().kind()));
    TrainingSession.ReadRows input = rows.input(now -> choices(champion, now));
    PreparedData data = input.data();
    champion.ifPresent(served -> served.requireNumbers(data.preparation().target()));
    status.note("champion", champion.map(Champion::name).orElse(null));
    TrainingStatistics statistics = statistics(data, champion);
    Optional<String> doubt = champion.flatMap(c -> doubt(c, data));
    doubt.ifPresent(listener::noticed);
    status.note(HOLD_OUT_DOUBT, doubt.orElse(null));
    Preparation preparation = data.preparation();
    WarmStart start =
        champion
            .map(c -> WarmStart.of(c.name(), c.model(), preparation, input.plan().network()))
            .orElseGet(WarmStart::cold);
    TrainingResult trained =
        rows.session()
            .train(
                input,
                new TrainingSession.Place(run.directory(), status.status()),
                new TrainingSession.Start(start.parameters(), () -> begin(start)));
    listener.ended(trained);
    status.note(EarlierRun.STOP_REASON, trained.stopReason());
    status.line("rows", data.training().summary().samples());
    lease.requireHeld();
    String version = versions().unused(run.id() + "-g" + lease.generation());
    Model written = write(version, trained, statistics);
    Gate.Decision decision = judge(input, trained, written, champion);
    complete(version, champion, status.begun(start), doubt, data, trained, decision);
    return decision.reasons().isEmpty()
        ? publish(version, decision)
        : reject(version, champion, decision);
  }

  /** Why the version in service may know the hold-out rows; absent if it does not. */
  private Optional<String> doubt(Champion champion, PreparedData data) {
    Optional<String> own = UnseenRows.doubt(champion.name(), champion.model().provenance(), data);
    boolean inherited =
        versions()
            .find(champion.name())
            .map(ModelVersion::details)
            .filter(details -> details.get(HOLD_OUT_DOUBT) != null)
            .filter(details -> WarmStart.WARM.equals(details.get(RetrainStatus.START)))
            .isPresent();
    return own.isEmpty() && inherited && data.input().heldOut().isPresent()
        ? Optional.of(UnseenRows.inherited(champion.name()))
        : own;
  }

  private void begin(WarmStart start) {
    listener.informed(start.reason());
    status.note(start);
  }

  /** An interrupted run keeps its choices; a new one takes the layers of the version in service. */
  private List<Choice> choices(Optional<Champion> champion, Preparation now) {
    return run.directory().hasCheckpoints()
        ? run.directory().choices()
        : champion.map(served -> served.shape(now)).orElse(List.of());
  }

  /**
   * The statistics of the rows, to be kept with the model.
   *
   * @throws DataException if the rows are too far from the training data of the model in service
   */
  private TrainingStatistics statistics(PreparedData data, Optional<Champion> champion) {
    JobGroup.READING.begin(rows.spark().sc(), "statistics of the training data");
    Optional<TrainingStatistics> earlier = champion.flatMap(this::statisticsOf);
    TrainingStatistics.Counted counted = TrainingStatistics.of(data, earlier);
    if (earlier.isEmpty()) {
      return counted.own();
    }
    Drift.Report drift = Drift.between(earlier.get(), counted, run.settings().drift());
    status.note("drift", drift.fields());
    status.line("drift_findings", drift.findings().size());
    listener.compared(drift);
    if (drift.severity().equals(Optional.of(Drift.Severity.STOP))) {
      throw new DataException(
          Message.of(
              "the data are too far from those that version %s was trained on: %s; nothing was"
                  + " trained: check the data, or change retrain.drift (stop = null: never)",
              champion.orElseThrow().name(), String.join("; ", drift.sentences())));
    }
    return counted.own();
  }

  private Optional<TrainingStatistics> statisticsOf(Champion champion) {
    Storage files = versions().files(champion.name());
    String location = files.location() + "/" + STATISTICS;
    Preparation trained = champion.model().preparation();
    return files
        .readIfExists(STATISTICS, STATISTICS_LIMIT)
        .map(text -> TrainingStatistics.of(Json.parse(text, location), location, trained));
  }

  /** Writes the files of a version, and reads its model again. */
  private Model write(String version, TrainingResult results, TrainingStatistics statistics) {
    Storage files = versions().files(version);
    ModelDirectory.write(files.directory(Versions.MODEL), results.model());
    files.writeText(TrainingResult.METRICS, Json.document(results.fields()));
    files.writeText(TrainingResult.REPORT, results.report());
    files.writeText(STATISTICS, Json.document(statistics.toFields()));
    return ModelDirectory.read(files.directory(Versions.MODEL));
  }

  private Gate.Decision judge(
      TrainingSession.ReadRows input,
      TrainingResult results,
      Model written,
      Optional<Champion> champion) {
    PreparedData data = input.data();
    TrainingSettings settings = input.settings();
    ModelContest contest =
        champion
            .map(c -> ModelContest.of(c.model(), written, settings.computing().blas()))
            .orElseGet(() -> ModelContest.of(written, settings.computing().blas()));
    if (contest.missing().isPresent()) {
      String reason = contest.missing().get();
      String name = champion.orElseThrow().name();
      listener.informed("version %s cannot be compared: %s".formatted(name, reason));
      status.note("champion_not_compared", reason);
    }
    JobGroup.SCORING.begin(rows.spark().sc(), "champion and challenger over the hold-out rows");
    ContestResult result =
        contest.score(
            rows.spark(), results.model().parameters(), data.validation().orElseThrow().batches());
    Optional<String> compared =
        contest.champion().isPresent() ? champion.map(Champion::name) : Optional.empty();
    Losses loss = written.network().loss().name();
    Gate gate = run.settings().gate();
    if (gate.metric(loss) == Measure.COST && data.countsByWeight(settings)) {
      listener.noticed(
          "the gate's costs are unweighted: each hold-out row counts once, whatever"
              + " training.class-weights or input.weight say");
    }
    List<String> names = written.preparation().target().names();
    Gate.Decision decision =
        gate.decide(loss, names, concerns(settings, results), result, compared);
    listener.informed(decision.summary());
    status.note("gate", decision.fields());
    status.line("accuracy", decision.fields().get("challenger_accuracy"));
    status.line("mean_cost", decision.fields().get("challenger_mean_cost"));
    status.line("champion_accuracy", decision.fields().get("champion_accuracy"));
    for (String key : METRIC_FIELDS) {
      status.line(key, decision.fields().get(key));
    }
    return decision;
  }

  /** With regularisation of the weights, the cost alone may rise in a good training. */
  private static List<Concern> concerns(TrainingSettings settings, TrainingResult results) {
    boolean penalised = !settings.optimizer().regularization().equals(Regularization.Strength.NONE);
    return results.concerns().stream()
        .filter(concern -> !penalised || concern.kind() != Concern.Kind.COST_ROSE)
        .toList();
  }

  private void complete(
      String version,
      Optional<Champion> champion,
      WarmStart start,
      Optional<String> doubt,
      PreparedData data,
      TrainingResult results,
      Gate.Decision decision) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put(RetrainStatus.START, start.kind());
    details.put(RetrainStatus.START_REASON, start.reason());
    details.put(HOLD_OUT_DOUBT, doubt.orElse(null));
    details.put("data", dataFields(data));
    details.put("metrics", metricFields(results, decision));
    details.put("gate", decision.fields());
    ModelVersion.Verdict verdict = decision.verdict();
    Optional<String> base = champion.map(Champion::name);
    versions().complete(FILES, version, run.id(), verdict, base, details);
    status.noteInLine(RetrainStatus.VERSION, version);
  }

  private Map<String, Object> dataFields(PreparedData data) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("path", run.training().input().path().orElse(null));
    fields.put("fingerprint", data.fingerprint());
    fields.put("rows_read", data.rows().read());
    fields.put("samples", data.training().summary().samples());
    fields.put("hold_out_rows", data.validation().orElseThrow().summary().samples());
    return fields;
  }

  private static Map<String, Object> metricFields(TrainingResult results, Gate.Decision decision) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String key : List.of("epochs", "stop_reason", "mean_cost", "accuracy")) {
      fields.put("training_" + key, results.fields().get(key));
    }
    fields.put("accuracy", decision.fields().get("challenger_accuracy"));
    fields.put("mean_cost", decision.fields().get("challenger_mean_cost"));
    if (decision.fields().get("measures") instanceof Map<?, ?> measures) {
      measures.forEach(
          (name, of) -> fields.putIfAbsent((String) name, ((Map<?, ?>) of).get("challenger")));
    }
    return fields;
  }

  private RetrainResult publish(String version, Gate.Decision decision) {
    Pointer pointer = lease.publish(version);
    status.noteInLine(RetrainStatus.GENERATION, pointer.generation());
    tidyUp();
    String message =
        "version %s is in service, as generation %s".formatted(version, pointer.generation());
    return status.ended(RetrainResult.published(run.id(), pointer, Optional.of(decision), message));
  }

  private RetrainResult reject(
      String version, Optional<Champion> champion, Gate.Decision decision) {
    lease.requireHeld(); // else it was compared with a model that is no longer in service
    status.note(RetrainStatus.REASONS, decision.reasons());
    String served =
        champion
            .map(old -> "version %s stays in service".formatted(old.name()))
            .orElse("no version is in service yet");
    String message =
        "version %s is rejected, and %s: %s"
            .formatted(version, served, String.join("; ", decision.reasons()));
    tidyUp();
    return status.ended(
        new RetrainResult(
            run.id(),
            RetrainResult.Outcome.REJECTED,
            Optional.of(version),
            OptionalLong.empty(),
            decision.reasons(),
            Optional.of(decision),
            message));
  }

  /** Removes what is no longer needed; a failure does not undo the run. */
  private void tidyUp() {
    try {
      lease.requireHeld();
      List<String> removed = run.settings().retention().apply(run.home());
      if (!removed.isEmpty()) {
        listener.informed("removed old versions " + String.join(", ", removed));
      }
      run.directory().removeCheckpoints();
    } catch (StorageException | ModelFormatException | LeaseException e) {
      listener.noticed("old versions could not be removed: " + e.getMessage());
    }
  }
}
