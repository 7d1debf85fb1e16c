package org.sparkbackprop.train;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SystematicSample;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.metrics.MeasuredValue;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.DenseEnsemble;
import org.sparkbackprop.network.HealthCheck;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.network.loss.Temperatures;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.plan.ExecutionMode;
import org.sparkbackprop.plan.TrainingPlan;
import org.sparkbackprop.run.Checkpoints;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.run.Snapshot;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.ValidationSettings.Calibration;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.KernelWatch;
import org.sparkbackprop.spark.SparkEvaluation;
import org.sparkbackprop.spark.SparkObjective;
import org.sparkbackprop.spark.SparkScoring;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.EpochRecord.Validation;
import org.sparkbackprop.training.loop.HealthAdvice;
import org.sparkbackprop.training.loop.History;
import org.sparkbackprop.training.loop.LocalValidator;
import org.sparkbackprop.training.loop.LoopListener;
import org.sparkbackprop.training.loop.LoopMemory;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.Regularization;
import org.sparkbackprop.training.loop.Stopping;
import org.sparkbackprop.training.loop.TrainingLoop;
import org.sparkbackprop.training.loop.TrainingState;
import org.sparkbackprop.training.loop.ValidatedRunner.Validator;

/** The epochs of a training, their records, checkpoints and messages. */
final class TrainingRun implements AutoCloseable {

  /** Samples on which the health of the layers is measured. */
  private static final int PROBE = 128;

  private static final int MAX_SENTENCES = 2;

  private final JavaSparkContext spark;
  private final TrainingSettings settings;
  private final RunDirectory run;
  private final TrainingListener listener;
  private final PreparedData data;
  private final Computation computation;
  private final SparkObjective objective;
  private final CostFunction cost;
  private final ExecutionMode mode;
  private final EpochRunners runners;
  private final KernelWatch watch;
  private final Optional<Snapshot> earlier;
  private final Optional<double[]> startParameters;
  private final TrainingMetrics metrics;
  private final History history = new History();
  private final List<String> notes = new ArrayList<>();
  private final LinkedHashSet<String> advice = new LinkedHashSet<>();

  /**
   * The training of a network on data.
   *
   * @param earlier the checkpoint that it resumes from, if it was interrupted
   * @param startParameters flat, those before the first epoch; empty if they are no longer known
   */
  TrainingRun(
      JavaSparkContext spark,
      TrainingSettings settings,
      RunDirectory run,
      TrainingListener listener,
      PreparedData data,
      TrainingPlan plan,
      Optional<Snapshot> earlier,
      Optional<double[]> startParameters) {
    this.spark = spark;
    this.settings = settings;
    this.run = run;
    this.listener = listener;
    this.mode = plan.mode();
    this.data = data;
    Network network = plan.network();
    this.computation =
        new Computation(
            network,
            settings.computing().precision(),
            settings.optimizer().smoothing().of(data.targetShares(settings.classWeights())),
            settings.computing().blas());
    this.cost =
        new CostFunction(
            settings.optimizer().scale(),
            data.training().summary().samples(),
            data.training().summary().weight(),
            Regularization.of(network, settings.optimizer().regularization()));
    this.runners = new EpochRunners(spark, settings, recording(network), mode);
    this.watch =
        new KernelWatch(
            settings.computing().mixedKernels(),
            earlier.map(snapshot -> snapshot.origin().kernels()).orElseGet(TreeSet::new));
    this.earlier = earlier;
    this.startParameters = startParameters;
    this.metrics =
        TrainingMetrics.registered(data.training().summary().samples(), data.rows().quarantined());
    this.objective = new SparkObjective(spark, computation, data.training().batches(), watch);
  }

  /** Releases metrics and buffers. */
  @Override
  public void close() {
    metrics.close();
    computation.release();
  }

  Computation computation() {
    return computation;
  }

  /** The parameters before the first epoch, if they are known; shared, not copied. */
  Optional<double[]> startParameters() {
    return startParameters;
  }

  KernelWatch watch() {
    return watch;
  }

  History history() {
    return history;
  }

  /** What was noticed, as sentences. */
  List<String> notes() {
    return notes;
  }

  /** Notes a sentence, and tells the listener. */
  void note(String sentence) {
    notes.add(sentence);
    listener.noticed(sentence);
  }

  /** Advice on the health of the layers, at the start and at the end. */
  List<String> advice() {
    return List.copyOf(advice);
  }

  /** The learning rate: the user's, the checkpoint's, or one found by trials. */
  LearningRate learningRate(double[] parameters) {
    LearningRate course = settings.optimizer().learningRate();
    if (earlier.isPresent()) {
      return course.from(earlier.get().origin().learningRate());
    }
    if (!settings.optimizer().rateIsFound()) {
      return course;
    }
    LearningRateTrials trials =
        new LearningRateTrials(
            spark, data.training().batches(), computation, objective, runners, watch);
    return course.from(found(trials, parameters));
  }

  private double found(LearningRateTrials trials, double[] parameters) {
    LearningRateTrials.Finding finding = trials.found(settings, parameters, cost);
    listener.learningRateFound(finding);
    return finding.search().rate();
  }

  /** How epochs run. */
  ExecutionMode mode() {
    return mode;
  }

  /**
   * Trains.
   *
   * @param origin of all checkpoints, to which the kernels seen are added
   */
  TrainingLoop.Outcome train(TrainingState start, LearningRate rate, Snapshot.Origin origin) {
    try (RunDirectory.HistoryFile file = run.history()) {
      Recorder recorder = new Recorder(file, run.checkpoints(computation.network()), origin);
      earlier.ifPresent(recorder::goOn);
      Optional<Validator> validator = data.validation().map(part -> validator());
      TrainingLoop loop =
          new TrainingLoop(
              runners.of(data, computation, objective, rate, cost, watch, validator),
              objective,
              new TrainingLoop.Schedule(
                  settings.epochs().number(), runners.recording(), settings.epochs().checkpoints()),
              cost,
              new TrainingLoop.Selection(validator, settings.stopping(), calibration(validator)),
              earlier.map(Snapshot::memory).orElse(LoopMemory.NONE),
              recorder);
      TrainingLoop.Outcome outcome = loop.run(start);
      if (outcome.last() != null) {
        history.choose(outcome.last());
        advise(outcome.last());
      }
      return outcome;
    } finally {
      listener.epochsEnded();
    }
  }

  /** Reports new advice on a few layers at most; a deep network would repeat itself. */
  private void advise(EpochRecord epochRecord) {
    List<String> sentences =
        HealthAdvice.of(computation.network(), epochRecord).stream().filter(advice::add).toList();
    sentences.stream().limit(MAX_SENTENCES).forEach(listener::noticed);
    if (sentences.size() > MAX_SENTENCES) {
      int more = sentences.size() - MAX_SENTENCES;
      listener.noticed("the same for %s more layer(s), see the report".formatted(more));
    }
  }

  private Recording recording(Network network) {
    PreparedData.Part part = data.training();
    Batch probe = SystematicSample.of(part.batches(), part.summary().samples(), PROBE);
    Optional<HealthCheck> check = Optional.of(new HealthCheck(network, probe));
    return Recording.of(settings.epochs().number(), settings.epochs().recordEvery(), check);
  }

  private UnaryOperator<double[]> calibration(Optional<Validator> validator) {
    Network network = computation.network();
    UnaryOperator<double[]> scaling =
        settings.validation().calibration() == Calibration.TEMPERATURE && validator.isPresent()
            ? new TemperatureScaling(network, this::validationScore)
            : UnaryOperator.identity();
    return parameters -> // which have a common bias in files
    scaling.apply(DenseEnsemble.withCommonOutputBias(network, parameters));
  }

  private Score validationScore(double[] parameters, Temperatures temperatures) {
    JobGroup.VALIDATION.begin(spark.sc(), "validation");
    JavaRDD<Batch> batches = data.validation().orElseThrow().batches();
    return SparkScoring.score(spark, computation, parameters, batches, temperatures);
  }

  private Validator validator() {
    Temperatures temperatures = settings.validation().calibration().temperatures();
    return parameters -> {
      Optional<Validation> figures =
          LocalValidator.figures(validationScore(parameters, temperatures));
      if (figures.isEmpty()) {
        requireDivergence(parameters);
      }
      return figures.map(found -> measured(found, parameters));
    };
  }

  /** The figures with the measure of improvement, if the score does not tell it. */
  private Validation measured(Validation figures, double[] parameters) {
    Stopping.Measure measure = settings.stopping().measure();
    if (measure.isScored()) {
      return figures;
    }
    Metrics metrics =
        new SparkEvaluation(spark, computation, data.preparation().target())
            .metrics(parameters, data.validation().orElseThrow().batches());
    return LocalValidator.with(figures, MeasuredValue.of(measure, metrics).orElse(Double.NaN));
  }

  /** If the cost of the validation rows alone is not finite, the rows are at fault. */
  private void requireDivergence(double[] parameters) {
    if (objective.evaluate(parameters).isFinite()) {
      throw new DataException(
          "the cost of the validation rows is not finite although that of the training rows is: their"
              + " features or targets are too large; check validation.path");
    }
  }

  /** Writes records and checkpoints, and reports them. */
  private final class Recorder implements LoopListener {

    private final RunDirectory.HistoryFile file;
    private final Checkpoints checkpoints;
    private final Snapshot.Origin origin;

    Recorder(RunDirectory.HistoryFile file, Checkpoints checkpoints, Snapshot.Origin origin) {
      this.file = file;
      this.checkpoints = checkpoints;
      this.origin = origin;
    }

    /** Restores the records and messages of earlier epochs. */
    void goOn(Snapshot snapshot) {
      snapshot.records().forEach(history::add);
      file.addAll(snapshot.records());
      snapshot.records().stream()
          .limit(1)
          .forEach(first -> advice.addAll(HealthAdvice.of(computation.network(), first)));
      notes.addAll(snapshot.notices());
    }

    @Override
    public void recorded(EpochRecord epochRecord) {
      file.add(epochRecord);
      show(epochRecord);
    }

    @Override
    public void recordedLast(EpochRecord epochRecord, long chosenEpoch) {
      file.addLast(epochRecord, chosenEpoch);
      show(epochRecord);
    }

    private void show(EpochRecord epochRecord) {
      boolean first = history.records().isEmpty();
      history.add(epochRecord);
      listener.recorded(epochRecord);
      metrics.recorded(epochRecord);
      if (first) {
        advise(epochRecord);
      }
    }

    @Override
    public void noticed(String sentence) {
      notes.add(sentence);
      listener.noticed(sentence);
    }

    @Override
    public void reached(long epoch, double seconds) {
      listener.reached(epoch, seconds);
    }

    @Override
    public void checkpoint(TrainingState state, LoopMemory memory) {
      Snapshot.Origin now = origin.with(watch.seen());
      checkpoints.keep(new Snapshot(state, memory, history.records(), notes, now));
    }
  }
}
