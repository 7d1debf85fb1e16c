package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.JobGroup;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.RowCounts;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.spark.KryoRegistration;
import org.sparkbackprop.training.RunDirectory;
import org.sparkbackprop.training.Snapshot;
import org.sparkbackprop.training.StopRequest;
import org.sparkbackprop.training.TrainingLoop;
import org.sparkbackprop.training.TrainingState;

/**
 * One training from the data to what is left of it. Closing it gives back what it took of Spark and
 * of this JVM.
 */
final class TrainingSession implements AutoCloseable {

  /** The field of status.json with the epoch of the checkpoint that a training went on from. */
  static final String RESUMED_FROM = "resumed_from_epoch";

  /** How long is tried how fast this machine is, while the user waits. */
  private static final Duration TRIAL = Duration.ofMillis(150);

  private final JavaSparkContext spark;
  private final TrainSettings settings;
  private final PrintWriter out;

  /** Give back what was taken, the last first. */
  private final Deque<Runnable> loans = new ArrayDeque<>();

  /**
   * A session.
   *
   * @throws ConfigurationException if the context serializes in a way that cannot be had here
   */
  TrainingSession(JavaSparkContext spark, TrainSettings settings, PrintWriter out) {
    this.spark = spark;
    this.settings = settings;
    this.out = out;
    KryoRegistration.missing(spark.getConf())
        .ifPresent(
            sentence -> {
              throw new ConfigurationException(sentence);
            });
    loans.push(JobGroup.kept(spark.sc()));
  }

  @Override
  public void close() {
    Runnable last = loans.poll();
    if (last != null) {
      try {
        last.run();
      } finally {
        close();
      }
    }
  }

  /**
   * What is trained on.
   *
   * @param data in memory
   * @param network that is trained
   */
  record Input(PreparedData data, Network network) {}

  /** Looks at every row, says what will be done, and reads the rows into memory. */
  Input read() {
    out.printf(
        "spark-backprop %s, Spark %s, master %s%n", Version.own(), spark.version(), spark.master());
    BlasLine.print(settings.computing().blas(), out);
    long begin = System.nanoTime();
    InspectedInput input = settings.inspect(spark);
    loans.push(input::close);
    TrainingPlan plan = new TrainingPlan(spark, settings, input, TRIAL);
    plan.print(out);
    return new Input(read(input, begin), plan.network());
  }

  /**
   * Trains.
   *
   * @param place where the run is kept, and how it came there
   * @param begin how training begins that does not go on from a checkpoint
   * @throws DivergedException if the cost or a weight is no longer finite, or the cost is many
   *     times as high as at first; the last good weights are then kept
   * @throws StoppedException if the operating system asked for it
   */
  TrainingResults train(Input input, Place place, Start begin) {
    PreparedData data = input.data();
    Network network = input.network();
    place.noteRows(data);
    Resumption resumption =
        new Resumption(place.run(), place.words(), settings, data, network, out);
    Optional<Snapshot> earlier =
        place.existing() == RunDirectory.Existing.RESUMED ? resumption.latest() : Optional.empty();
    TrainingState start =
        earlier
            .map(Snapshot::state)
            .orElseGet(
                () ->
                    TrainingState.initial(
                        begin.weights().orElseGet(() -> initialWeights(network)),
                        settings.optimizer().optimizer()));
    if (earlier.isEmpty()) {
      begin.announcement().run();
    }
    beginDirectory(place, earlier, data);
    TrainingRun training =
        new TrainingRun(spark, settings, place.run(), out, data, network, earlier);
    loans.push(training::close);
    return train(training, start, resumption, place.status());
  }

  /**
   * How training begins that does not go on from a checkpoint.
   *
   * @param weights flat; those that the settings say if absent
   * @param announcement that it begins so
   */
  record Start(Optional<double[]> weights, Runnable announcement) {

    /** As the settings say. */
    static Start asConfigured() {
      return new Start(Optional.empty(), () -> {});
    }
  }

  /**
   * Where a run is kept.
   *
   * @param run its directory
   * @param existing what is done about an earlier one in it
   * @param words for what is refused
   * @param status that is written there
   */
  record Place(
      RunDirectory run, RunDirectory.Existing existing, ResumeWords words, RunStatus status) {

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

  private double[] initialWeights(Network network) {
    return settings
        .network()
        .initialWeights()
        .weights(network, settings.seed(), spark.hadoopConfiguration());
  }

  private TrainingResults train(
      TrainingRun training, TrainingState start, Resumption resumption, RunStatus status) {
    LearningRate rate = training.learningRate(start.weights());
    if (StopRequest.isMade()) { // a rate that was found in a hurry is none to begin with
      throw new StoppedException("stopped by a signal before training began");
    }
    status.trainingBegins();
    out.println(settings.describe(rate));
    TrainingLoop.Outcome outcome = training.train(start, rate, resumption.origin(rate));
    status.note("epochs_done", outcome.state().epoch());
    if (outcome.reason() == StopReason.STOPPED) {
      throw new StoppedException(
          String.format(
              Locale.ROOT,
              "stopped by a signal after epoch %,d, whose state is kept in %s: %s goes on with it",
              outcome.state().epoch(),
              resumption.run().location(),
              resumption.words().howToGoOn()));
    }
    if (outcome.last() == null || outcome.reason() == StopReason.COST_ROSE) {
      throw diverged(outcome, rate, resumption);
    }
    return TrainingResults.of(spark, settings, resumption.data(), training, rate, outcome);
  }

  private void beginDirectory(Place place, Optional<Snapshot> earlier, PreparedData data) {
    RunDirectory run = place.run();
    if (earlier.isEmpty()) {
      run.begin(settings.configuration());
    } else {
      run.resume(settings.configuration());
      long epoch = earlier.get().state().epoch();
      place.status().note(RESUMED_FROM, epoch);
      out.printf(Locale.ROOT, "goes on from the checkpoint after epoch %,d%n", epoch);
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
      out.printf("bad rows are in %s/%s%n", run.location(), RowReport.QUARANTINE_DIRECTORY);
    }
  }

  private PreparedData read(InspectedInput input, long begin) {
    PreparedData data =
        PreparedData.load(
            input, settings.validation(), settings.packing(settings.computing().precision()));
    long samples = data.training().summary().samples();
    out.printf(
        Locale.ROOT,
        "%,d samples%s%s read in %.1f s%n",
        samples,
        data.validation().map(part -> besides(part, "validation")).orElse(""),
        data.test().map(part -> besides(part, "the test")).orElse(""),
        (System.nanoTime() - begin) * 1e-9);
    double weight = data.training().summary().weight();
    if (weight != samples) {
      out.printf(Locale.ROOT, "the weights of the samples add up to %.6g%n", weight);
    }
    data.validationInput().ifPresent(rows -> tell(rows, "validation"));
    data.testInput().ifPresent(rows -> tell(rows, "test"));
    return data;
  }

  private static String besides(PreparedData.Part part, String purpose) {
    return String.format(Locale.ROOT, " and %,d for %s", part.summary().samples(), purpose);
  }

  private void tell(InspectedInput separate, String name) {
    out.println(name + ": " + RowReport.sentence(separate.rows()));
    RowReport.print(separate, out);
  }

  private static DivergedException diverged(
      TrainingLoop.Outcome outcome, LearningRate rate, Resumption resumption) {
    String kept =
        resumption.run().checkpoints(resumption.network()).keep(outcome.state().lastGood());
    return DivergedException.of(outcome, rate.initial(), kept);
  }
}
