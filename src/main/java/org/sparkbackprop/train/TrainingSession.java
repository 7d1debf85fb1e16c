package org.sparkbackprop.train;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.Quarantine;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.plan.InspectedTraining;
import org.sparkbackprop.plan.TrainingPlan;
import org.sparkbackprop.run.DivergedException;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.run.RunStatus;
import org.sparkbackprop.run.Snapshot;
import org.sparkbackprop.run.StoppedException;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.recipe.Choice;
import org.sparkbackprop.spark.SharedContext;
import org.sparkbackprop.training.loop.StopRequest;
import org.sparkbackprop.training.loop.TrainingLoop;
import org.sparkbackprop.training.loop.TrainingState;

/**
 * The steps of one training. Closing it releases everything that it took of Spark and of this JVM.
 */
public final class TrainingSession implements AutoCloseable {

  /** The field of status.json with the epoch of the checkpoint that a training resumed from. */
  public static final String RESUMED_FROM = "resumed_from_epoch";

  /** How long the speed of this machine is measured while the user waits. */
  private static final Duration TRIAL = Duration.ofMillis(150);

  private final JavaSparkContext spark;
  private final Input rows;
  private final TrainingSettings asked;
  private final TrainingListener listener;
  private final SharedContext shared;

  /**
   * A session.
   *
   * @throws SettingsException if the context has a serializer that cannot be used
   */
  public TrainingSession(
      JavaSparkContext spark, TrainingSettings settings, TrainingListener listener) {
    this(spark, InspectedInput.AS_CONFIGURED, settings, listener);
  }

  /** A session on rows other than those of the settings. */
  TrainingSession(
      JavaSparkContext spark, Input rows, TrainingSettings settings, TrainingListener listener) {
    this.spark = spark;
    this.rows = rows;
    this.asked = settings;
    this.listener = listener;
    this.shared = new SharedContext(spark);
  }

  @Override
  public void close() {
    shared.close();
  }

  /**
   * The rows of a training.
   *
   * @param data in memory
   * @param plan of the training
   */
  public record ReadRows(PreparedData data, TrainingPlan plan) {

    /** The settings of the training, with every choice that the data decided. */
    public TrainingSettings settings() {
      return plan.settings();
    }
  }

  /**
   * Inspects every row, decides what depends on them, plans the training and reads the rows into
   * memory.
   *
   * @param others choices that win over the rules, once the preparation of rows is known
   */
  public ReadRows read(Function<Preparation, List<Choice>> others) {
    listener.reading(spark);
    long begin = System.nanoTime();
    Precision precision = asked.computing().precision();
    InspectedTraining inspected = InspectedTraining.of(spark, rows, asked, precision, others);
    shared.atEnd(inspected.input()::close);
    TrainingSettings settings = inspected.settings();
    TrainingPlan plan = new TrainingPlan(spark, settings, inspected.input(), TRIAL);
    listener.planned(plan);
    PreparedData data =
        PreparedData.load(inspected.input(), settings.validation(), settings.packing(precision));
    listener.read(data, Duration.ofNanos(System.nanoTime() - begin));
    return new ReadRows(data, plan);
  }

  /**
   * Trains.
   *
   * @param place of the run
   * @param begin how training starts unless it resumes from a checkpoint
   * @throws DivergedException if the cost or a parameter is no longer finite, or the cost is many
   *     times as high as at the start; the last good parameters are then kept
   * @throws StoppedException if the operating system asked for it
   */
  public TrainingResult train(ReadRows input, Place place, Start begin) {
    PreparedData data = input.data();
    TrainingSettings settings = input.settings();
    Network network = input.plan().network();
    place.noteRows(data);
    ResumePoint resumption = new ResumePoint(place.run(), settings, data, network, listener);
    Optional<Snapshot> earlier =
        place.run().existing() == RunDirectory.Existing.RESUMED
            ? resumption.latest()
            : Optional.empty();
    TrainingState start =
        earlier
            .map(Snapshot::state)
            .orElseGet(
                () ->
                    TrainingState.initial(
                        begin.parameters().orElseGet(() -> initialParameters(settings, network)),
                        settings.optimizer().optimizer()));
    if (earlier.isEmpty()) {
      begin.announcement().run();
    }
    beginDirectory(place, earlier, data, settings);
    Optional<double[]> before =
        earlier.isEmpty()
            ? Optional.of(start.parameters().clone())
            : begin.parameters().or(() -> randomParameters(settings, network));
    TrainingRun training =
        new TrainingRun(
            spark, settings, place.run(), listener, data, input.plan(), earlier, before);
    shared.atEnd(training::close);
    return train(training, start, resumption, place.status());
  }

  /**
   * How a training starts unless it resumes from a checkpoint.
   *
   * @param parameters flat; as the settings say if absent
   * @param announcement that it starts so
   */
  public record Start(Optional<double[]> parameters, Runnable announcement) {

    /** With the parameters of the settings. */
    public static Start asConfigured() {
      return new Start(Optional.empty(), () -> {});
    }
  }

  /**
   * The place of a run.
   *
   * @param run its directory
   * @param status written there
   */
  public record Place(RunDirectory run, RunStatus status) {

    private void noteRows(PreparedData data) {
      RowCounts rows = data.rows();
      status.note("rows_read", rows.read());
      status.note("rows_used", rows.used());
      status.note("rows_quarantined", rows.quarantined());
      status.note("samples", data.training().summary().samples());
      status.note(
          "validation_samples", data.validation().map(part -> part.summary().samples()).orElse(0L));
      data.test().ifPresent(part -> status.note("test_samples", part.summary().samples()));
    }
  }

  /** The initial parameters again; empty if they came from a file, which may be gone by now. */
  private Optional<double[]> randomParameters(TrainingSettings settings, Network network) {
    return settings.network().initialWeights().file().isPresent()
        ? Optional.empty()
        : Optional.of(initialParameters(settings, network));
  }

  private double[] initialParameters(TrainingSettings settings, Network network) {
    return InitialParameters.of(settings, network, spark.hadoopConfiguration());
  }

  private TrainingResult train(
      TrainingRun training, TrainingState start, ResumePoint resumption, RunStatus status) {
    LearningRate rate = training.learningRate(start.parameters());
    if (StopRequest.isMade()) { // a rate found in a hurry is not a rate to start with
      throw new StoppedException("stopped by a signal before training started");
    }
    status.trainingBegins();
    listener.training(rate, training.mode());
    long begin = System.nanoTime();
    TrainingLoop.Outcome outcome = training.train(start, rate, resumption.origin(rate));
    status.note("training_seconds", (System.nanoTime() - begin) * 1e-9);
    status.note("epochs_done", outcome.state().epoch());
    if (outcome.reason() == StopReason.STOPPED) {
      throw new StoppedException(
          String.format(
              Locale.ROOT,
              "stopped by a signal after epoch %,d, whose state is kept in %s: %s resumes it",
              outcome.state().epoch(),
              resumption.run().location(),
              resumption.run().hints().howToGoOn()));
    }
    if (outcome.last() == null || outcome.reason() == StopReason.COST_ROSE) {
      throw diverged(outcome, rate, resumption);
    }
    return TrainingResult.of(
        spark, resumption.settings(), resumption.data(), training, rate, outcome);
  }

  private void beginDirectory(
      Place place, Optional<Snapshot> earlier, PreparedData data, TrainingSettings settings) {
    RunDirectory run = place.run();
    if (earlier.isEmpty()) {
      run.begin(settings.configuration(), settings.decisions().choices());
    } else {
      run.resume(settings.configuration(), settings.decisions().choices());
      long epoch = earlier.get().state().epoch();
      place.status().note(RESUMED_FROM, epoch);
      listener.resumed(epoch, earlier.get().memory().seconds());
    }
    place.status().begun();
    data.input().quarantine().ifPresent(bad -> run.quarantine(bad::write, "rows.jsonl"));
    data.validationInput()
        .flatMap(InspectedInput::quarantine)
        .ifPresent(bad -> run.quarantine(bad::write, "validation.jsonl"));
    data.testInput()
        .flatMap(InspectedInput::quarantine)
        .ifPresent(bad -> run.quarantine(bad::write, "test.jsonl"));
    if (data.rows().quarantined() > 0) {
      listener.quarantined(run.location() + "/" + Quarantine.DIRECTORY);
    }
  }

  private static DivergedException diverged(
      TrainingLoop.Outcome outcome, LearningRate rate, ResumePoint resumption) {
    String kept =
        resumption.run().checkpoints(resumption.network()).keep(outcome.state().lastGood());
    return DivergedException.of(outcome, rate.initial(), kept);
  }
}
