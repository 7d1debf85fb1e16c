package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.EvenSample;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Score;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.report.Report;
import org.sparkbackprop.report.Scatter;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.KernelWatch;
import org.sparkbackprop.spark.SparkScoring;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.training.Checkpoints;
import org.sparkbackprop.training.CostFunction;
import org.sparkbackprop.training.EpochRecord;
import org.sparkbackprop.training.EpochRecord.Validation;
import org.sparkbackprop.training.History;
import org.sparkbackprop.training.Metrics;
import org.sparkbackprop.training.Regularization;
import org.sparkbackprop.training.RunDirectory;
import org.sparkbackprop.training.TrainingListener;
import org.sparkbackprop.training.TrainingLoop;
import org.sparkbackprop.training.TrainingState;

/** One training from the data to the report. */
final class TrainingSession {

  private final JavaSparkContext spark;
  private final TrainSettings settings;
  private final RunDirectory run;
  private final RunStatus status;
  private final PrintWriter out;
  private final History history = new History();
  private final KernelWatch watch;

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
    this.watch = new KernelWatch(settings.mixedKernels());
  }

  /**
   * Trains.
   *
   * @throws DivergedException if the cost or a weight is no longer finite; the last good weights
   *     are then kept
   */
  void run() {
    out.printf(
        "spark-backprop %s, Spark %s, master %s%n", Version.own(), spark.version(), spark.master());
    BlasLine.print(settings.blas(), out);
    PreparedData data = read();
    Network network = settings.network(data.preparation());
    Computation computation = new Computation(network, settings.precision(), settings.blas());
    double[] weights = InitialWeights.of(settings, network, spark.hadoopConfiguration());
    out.printf(
        "network %s, %,d parameters, %s, %s precision, learning rate %s, gradient of the %s%n",
        network,
        network.parameterCount(),
        network.depth() == 1 ? "no hidden layer" : settings.activation().activationName(),
        settings.precision().configurationName(),
        settings.optimizer().learningRate().initial(),
        settings.optimizer().scale().name().toLowerCase(Locale.ROOT));
    run.begin();
    TrainingLoop.Outcome outcome = train(data, computation, weights);
    status.note("epochs_done", outcome.state().epoch());
    if (outcome.last() == null || outcome.reason() == StopReason.COST_ROSE) {
      throw diverged(outcome, network);
    }
    finish(outcome, data, computation);
  }

  private PreparedData read() {
    long begin = System.nanoTime();
    PreparedData data =
        PreparedData.load(
            spark, settings.input(), settings.validation(), settings.packing(settings.precision()));
    long samples = data.training().summary().samples();
    long held = data.validation().map(part -> part.summary().samples()).orElse(0L);
    out.printf(
        Locale.ROOT,
        "%,d samples%s, %,d features, classes %s, read in %.1f s%n",
        samples,
        held > 0 ? " (and %,d held out for validation)".formatted(held) : "",
        data.preparation().features(),
        data.labelCounts(),
        (System.nanoTime() - begin) * 1e-9);
    out.printf("%,d partition(s), %s%n", data.partitions().number(), data.partitions().reason());
    status.note("samples", samples);
    status.note("validation_samples", held);
    return data;
  }

  private TrainingLoop.Outcome train(PreparedData data, Computation computation, double[] weights) {
    Checkpoints checkpoints = run.checkpoints(computation.network());
    Progress progress = new Progress(out, settings.schedule().epochs());
    try (RunDirectory.HistoryFile file = run.history()) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void recorded(EpochRecord epochRecord) {
              history.add(epochRecord);
              file.add(epochRecord);
              progress.recorded(epochRecord);
            }

            @Override
            public void reached(long epoch, double seconds) {
              progress.reached(epoch, seconds);
            }

            @Override
            public void checkpoint(TrainingState state) {
              checkpoints.keep(state.epoch(), state.weights(), state.optimizer());
            }
          };
      Optional<Function<double[], Validation>> validator =
          data.validation().map(part -> at -> validate(computation, at, part.batches()));
      CostFunction cost = costFunction(data, computation.network());
      return new TrainingLoop(
              new WayOfRunning(spark, settings, out).of(data, computation, cost, watch),
              settings.schedule(),
              cost,
              validator,
              settings.stopping(),
              listener)
          .run(TrainingState.initial(weights, settings.optimizer().optimizer()));
    } finally {
      progress.end();
    }
  }

  private CostFunction costFunction(PreparedData data, Network network) {
    return new CostFunction(
        settings.optimizer().scale(),
        data.training().summary().samples(),
        Regularization.of(network, settings.optimizer().l2()));
  }

  private Validation validate(Computation computation, double[] weights, JavaRDD<Batch> batches) {
    spark.setJobDescription("validation");
    Score score = SparkScoring.score(spark, computation, weights, batches);
    return new Validation(score.cost(), score.cost() / score.samples(), score.accuracy());
  }

  private DivergedException diverged(TrainingLoop.Outcome outcome, Network network) {
    TrainingState.WeightsAt good = outcome.state().lastGood();
    String kept =
        run.checkpoints(network).keep(good.epoch(), good.weights(), outcome.state().optimizer());
    String message =
        "training diverged at epoch %d: %s; the last good weights, of epoch %d, are kept in %s;"
                .formatted(outcome.state().epoch(), outcome.reason().sentence(), good.epoch(), kept)
            + " the steps are too large: try --set optimizer.learning-rate=%s, a tenth of this one"
                .formatted(tenth(settings.optimizer().learningRate().initial()));
    return new DivergedException(message);
  }

  private static double tenth(double learningRate) {
    return new BigDecimal(learningRate / 10).round(new MathContext(2)).doubleValue();
  }

  private void finish(TrainingLoop.Outcome outcome, PreparedData data, Computation computation) {
    double[] weights = outcome.chosen().weights();
    spark.setJobDescription("scoring the final weights");
    Metrics metrics =
        new Metrics(
            data.preparation().classNames(),
            SparkScoring.score(spark, computation, weights, data.training().batches()));
    Map<String, Object> fields = metricsFields(outcome, metrics);
    data.validation()
        .map(part -> SparkScoring.score(spark, computation, weights, part.batches()))
        .map(score -> new Metrics(data.preparation().classNames(), score))
        .ifPresent(held -> fields.put("validation", held.fields()));
    Model model =
        new Model(
            data.preparation(),
            computation.network(),
            weights,
            Provenance.of(settings, data, watch.seen(), fields));
    run.write("metrics.json", Json.document(fields));
    run.write("report.html", report(outcome, data, metrics, model));
    run.commitModel(model);
    status.succeeded(outcome.reason().sentence());
    printSummary(outcome, metrics);
  }

  private Map<String, Object> metricsFields(TrainingLoop.Outcome outcome, Metrics metrics) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("epochs", outcome.state().epoch());
    fields.put("stop_reason", outcome.reason().name().toLowerCase(Locale.ROOT));
    fields.put("seconds", outcome.seconds());
    fields.putAll(metrics.fields());
    // the training's own sum, so that the last line of the history and the metrics agree in all
    // bits
    fields.put("cost", outcome.last().cost());
    fields.put("mean_cost", outcome.last().meanCost());
    return fields;
  }

  private String report(
      TrainingLoop.Outcome outcome, PreparedData data, Metrics metrics, Model model) {
    Optional<Scatter> scatter =
        data.preparation().features() == 2
            ? Optional.of(Scatter.of(model, points(data)))
            : Optional.empty();
    List<String> notes = List.of();
    return new Report(settings.name(), model, history, metrics, scatter, outcome.seconds(), notes)
        .html();
  }

  private static List<Scatter.Point> points(PreparedData data) {
    PreparedData.Part part = data.training();
    Batch sample = EvenSample.of(part.batches(), part.summary().samples(), Scatter.MOST_POINTS);
    double[] x = ((DoubleMatrix) sample.inputs()).toArray();
    double divisor = data.preparation().divisor();
    return IntStream.range(0, sample.size())
        .mapToObj(
            i ->
                new Scatter.Point(
                    x[i] * divisor, x[sample.size() + i] * divisor, sample.labels()[i]))
        .toList();
  }

  private void printSummary(TrainingLoop.Outcome outcome, Metrics metrics) {
    out.printf(
        Locale.ROOT,
        "%s: %,d in %.1f s, cost %.6g, accuracy %.4f, error rate %.4f%n",
        outcome.reason().sentence(),
        outcome.state().epoch(),
        outcome.seconds(),
        outcome.last().cost(),
        metrics.score().accuracy(),
        1 - metrics.score().accuracy());
    out.println("model, history, metrics and report.html are in " + run.location());
  }
}
