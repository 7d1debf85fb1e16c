package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.RowCounts;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.Metrics;
import org.sparkbackprop.training.RunDirectory;
import org.sparkbackprop.training.Snapshot;
import org.sparkbackprop.training.StopRequest;
import org.sparkbackprop.training.TimeParts;
import org.sparkbackprop.training.TrainingLoop;
import org.sparkbackprop.training.TrainingState;

/** One training from the data to the report. */
final class TrainingSession {

  /** How long is tried how fast this machine is, while the user waits. */
  private static final Duration TRIAL = Duration.ofMillis(150);

  private final JavaSparkContext spark;
  private final TrainSettings settings;
  private final RunDirectory run;
  private final RunDirectory.Existing existing;
  private final RunStatus status;
  private final PrintWriter out;

  TrainingSession(
      JavaSparkContext spark,
      TrainSettings settings,
      RunDirectory run,
      RunDirectory.Existing existing,
      RunStatus status,
      PrintWriter out) {
    this.spark = spark;
    this.settings = settings;
    this.run = run;
    this.existing = existing;
    this.status = status;
    this.out = out;
  }

  /**
   * Trains.
   *
   * @throws DivergedException if the cost or a weight is no longer finite, or the cost is many
   *     times as high as at first; the last good weights are then kept
   * @throws StoppedException if the operating system asked for it
   */
  void run() {
    out.printf(
        "spark-backprop %s, Spark %s, master %s%n", Version.own(), spark.version(), spark.master());
    BlasLine.print(settings.computing().blas(), out);
    long begin = System.nanoTime();
    InspectedInput input = settings.inspect(spark);
    TrainingPlan plan = new TrainingPlan(spark, settings, input, TRIAL);
    plan.print(out);
    PreparedData data = read(input, begin);
    Network network = plan.network();
    Resumption resumption = new Resumption(run, settings, data, network, out);
    Optional<Snapshot> earlier =
        existing == RunDirectory.Existing.RESUMED ? resumption.latest() : Optional.empty();
    TrainingState start =
        earlier
            .map(Snapshot::state)
            .orElseGet(
                () ->
                    TrainingState.initial(
                        initialWeights(network), settings.optimizer().optimizer()));
    beginDirectory(earlier, data);
    TrainingRun training = new TrainingRun(spark, settings, run, out, data, network, earlier);
    train(training, start, resumption);
  }

  private double[] initialWeights(Network network) {
    return settings
        .network()
        .initialWeights()
        .weights(network, settings.seed(), spark.hadoopConfiguration());
  }

  private void train(TrainingRun training, TrainingState start, Resumption resumption) {
    LearningRate rate = training.learningRate(start.weights());
    if (StopRequest.isMade()) { // a rate that was found in a hurry is none to begin with
      throw new StoppedException("stopped by a signal before training began");
    }
    StopSignal.trainingBegins();
    out.println(settings.describe(rate));
    TrainingLoop.Outcome outcome = training.train(start, rate, resumption.origin(rate));
    status.note("epochs_done", outcome.state().epoch());
    if (outcome.reason() == StopReason.STOPPED) {
      throw new StoppedException(
          "stopped by a signal after epoch %,d, whose state is kept in %s: --resume goes on with it"
              .formatted(outcome.state().epoch(), run.location()));
    }
    if (outcome.last() == null || outcome.reason() == StopReason.COST_ROSE) {
      throw diverged(outcome, rate, resumption.network());
    }
    TrainingResults results =
        new TrainingResults(spark, settings, resumption.data(), training, rate, outcome);
    Metrics metrics = results.write(run);
    status.note(EarlierRun.STOP_REASON, outcome.reason().name().toLowerCase(Locale.ROOT));
    status.succeeded(outcome.reason().sentence());
    printSummary(outcome, metrics);
  }

  private void beginDirectory(Optional<Snapshot> earlier, PreparedData data) {
    if (earlier.isEmpty()) {
      run.begin(settings.configuration());
    } else {
      run.resume(settings.configuration());
      long epoch = earlier.get().state().epoch();
      status.note("resumed_from_epoch", epoch);
      out.printf(Locale.ROOT, "goes on from the checkpoint after epoch %,d%n", epoch);
    }
    status.begun();
    data.input().quarantine().ifPresent(bad -> run.quarantine(bad::write, "rows.jsonl"));
    data.validationInput()
        .flatMap(InspectedInput::quarantine)
        .ifPresent(bad -> run.quarantine(bad::write, "validation.jsonl"));
    if (data.rows().quarantined() > 0) {
      out.printf("bad rows are in %s/%s%n", run.location(), RowReport.QUARANTINE_DIRECTORY);
    }
  }

  private PreparedData read(InspectedInput input, long begin) {
    PreparedData data =
        PreparedData.load(
            spark,
            input,
            settings.validation(),
            settings.packing(settings.computing().precision()));
    long samples = data.training().summary().samples();
    long held = data.validation().map(part -> part.summary().samples()).orElse(0L);
    out.printf(
        Locale.ROOT,
        "%,d samples%s read in %.1f s%n",
        samples,
        held > 0 ? " and %,d for validation".formatted(held) : "",
        (System.nanoTime() - begin) * 1e-9);
    double weight = data.training().summary().weight();
    if (weight != samples) {
      out.printf(Locale.ROOT, "the weights of the samples add up to %.6g%n", weight);
    }
    data.validationInput()
        .ifPresent(
            rows -> {
              out.println("validation: " + RowReport.sentence(rows.rows()));
              RowReport.print(rows, out);
            });
    RowCounts rows = data.rows();
    status.note("rows_read", rows.read());
    status.note("rows_used", rows.used());
    status.note("rows_quarantined", rows.quarantined());
    status.note("samples", samples);
    status.note("validation_samples", held);
    return data;
  }

  private DivergedException diverged(
      TrainingLoop.Outcome outcome, LearningRate rate, Network network) {
    String kept = run.checkpoints(network).keep(outcome.state().lastGood());
    return DivergedException.of(outcome, rate.initial(), kept);
  }

  private static String whereTimeWent(TrainingLoop.Outcome outcome) {
    double seconds = outcome.seconds();
    TimeParts spent = outcome.last().spent();
    double percent = seconds > 0 ? 100 / seconds : 0;
    return String.format(
        Locale.ROOT,
        "of that time %.0f %% computing, %.0f %% waiting for tasks, %.0f %% aggregation, %.0f %% in"
            + " the driver",
        percent * spent.compute(),
        percent * spent.waiting(),
        percent * spent.aggregation(),
        percent * spent.driver(seconds));
  }

  private void printSummary(TrainingLoop.Outcome outcome, Metrics metrics) {
    long best = outcome.chosen().epoch();
    long epochs = outcome.state().epoch();
    out.printf(
        Locale.ROOT,
        "%s: %,d in %.1f s%s, cost %.6g, accuracy %.4f, error rate %.4f%n",
        outcome.reason().sentence(),
        epochs,
        outcome.seconds(),
        best == epochs ? "" : ", the best weights are those of epoch %,d".formatted(best),
        outcome.last().cost(),
        metrics.score().accuracy(),
        1 - metrics.score().accuracy());
    out.println(whereTimeWent(outcome));
    out.println("model, history, metrics and report.html are in " + run.location());
  }
}
