package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.RowCounts;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.Metrics;
import org.sparkbackprop.training.RunDirectory;
import org.sparkbackprop.training.TrainingLoop;
import org.sparkbackprop.training.TrainingState;

/** One training from the data to the report. */
final class TrainingSession {

  /** How long is tried how fast this machine is, while the user waits. */
  private static final Duration TRIAL = Duration.ofMillis(150);

  private final JavaSparkContext spark;
  private final TrainSettings settings;
  private final RunDirectory run;
  private final RunStatus status;
  private final PrintWriter out;

  TrainingSession(
      JavaSparkContext spark,
      TrainSettings settings,
      RunDirectory run,
      RunStatus status,
      PrintWriter out) {
    this.spark = spark;
    this.settings = settings;
    this.run = run;
    this.status = status;
    this.out = out;
  }

  /**
   * Trains.
   *
   * @throws DivergedException if the cost or a weight is no longer finite, or the cost is many
   *     times as high as at first; the last good weights are then kept
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
    double[] weights =
        settings
            .network()
            .initialWeights()
            .weights(network, settings.seed(), spark.hadoopConfiguration());
    run.begin();
    data.input().quarantine().ifPresent(bad -> run.quarantine(bad::write, "rows.jsonl"));
    data.validationInput()
        .flatMap(InspectedInput::quarantine)
        .ifPresent(bad -> run.quarantine(bad::write, "validation.jsonl"));
    if (data.rows().quarantined() > 0) {
      out.printf("bad rows are in %s/%s%n", run.location(), RowReport.QUARANTINE_DIRECTORY);
    }
    TrainingRun training = new TrainingRun(spark, settings, run, out, data, network);
    LearningRate rate = training.learningRate(weights);
    out.println(settings.describe(rate));
    TrainingLoop.Outcome outcome = training.train(weights, rate);
    status.note("epochs_done", outcome.state().epoch());
    if (outcome.last() == null || outcome.reason() == StopReason.COST_ROSE) {
      throw diverged(outcome, rate, network);
    }
    TrainingResults results = new TrainingResults(spark, settings, data, training, rate, outcome);
    Metrics metrics = results.write(run);
    status.succeeded(outcome.reason().sentence());
    printSummary(outcome, metrics);
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
    TrainingState.WeightsAt good = outcome.state().lastGood();
    // the weights alone: what the optimiser remembers belongs to later ones, and may not be finite
    String kept =
        run.checkpoints(network)
            .keep(
                new TrainingState(
                    good.epoch(),
                    good.weights(),
                    new OptimizerState(Map.of()),
                    null,
                    outcome.state().effort(),
                    good));
    return DivergedException.of(outcome, rate.initial(), kept);
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
    out.println("model, history, metrics and report.html are in " + run.location());
  }
}
