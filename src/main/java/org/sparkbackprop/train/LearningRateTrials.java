package org.sparkbackprop.train;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.LearningRateSearch;
import org.sparkbackprop.optim.LearningRateSearch.NoLearningRateException;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.settings.MiniBatchSettings;
import org.sparkbackprop.settings.OptimizerSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.KernelWatch;
import org.sparkbackprop.spark.SparkObjective;
import org.sparkbackprop.training.localsgd.LocalSgdSettings;
import org.sparkbackprop.training.localsgd.Round;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.EpochRunner;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.Stopping;
import org.sparkbackprop.training.loop.Trainer;
import org.sparkbackprop.training.loop.TrainerSettings;
import org.sparkbackprop.training.loop.TrainingState;

/**
 * Finds the learning rate of a training by short trials from its initial parameters: a few epochs
 * of a full batch, or a few mini-batch steps in every partition and their average.
 */
public final class LearningRateTrials {

  private static final long EPOCHS = 10;
  private static final int STEPS = 200;

  private final JavaSparkContext spark;
  private final JavaRDD<Batch> batches;
  private final Computation computation;
  private final SparkObjective objective;
  private final EpochRunners runners;
  private final KernelWatch watch;

  LearningRateTrials(
      JavaSparkContext spark,
      JavaRDD<Batch> batches,
      Computation computation,
      SparkObjective objective,
      EpochRunners runners,
      KernelWatch watch) {
    this.spark = spark;
    this.batches = batches;
    this.computation = computation;
    this.objective = objective;
    this.runners = runners;
    this.watch = watch;
  }

  /**
   * The finding.
   *
   * @param search with the learning rate and all that were tried
   * @param before the cost before the trials
   * @param steps of a trial with mini-batches; absent for full batches
   * @param epochs of a trial with full batches
   */
  public record Finding(
      LearningRateSearch search, double before, OptionalLong steps, long epochs) {}

  /**
   * Searches.
   *
   * @throws SettingsException if no learning rate lowers the cost
   */
  Finding found(TrainingSettings settings, double[] parameters, CostFunction cost) {
    JobGroup.LEARNING_RATE.begin(spark.sc(), "finding a learning rate");
    OptimizerSettings optimizer = settings.optimizer();
    double usual = optimizer.kind().usualRate();
    boolean ofSum =
        optimizer.scale() == GradientScale.SUM && optimizer.optimizer().stepsAreLongAsTheGradient();
    double first = ofSum ? usual / cost.weight() : usual;
    double before = cost.of(parameters, objective.evaluate(parameters)).cost();
    TrainingState start = TrainingState.initial(parameters, optimizer.optimizer());
    try {
      LearningRateSearch search =
          LearningRateSearch.from(first, before, rate -> costAfter(rate, settings, start, cost));
      return new Finding(
          search,
          before,
          settings.miniBatches().isPresent()
              ? OptionalLong.of(steps(settings.miniBatches().get(), cost))
              : OptionalLong.empty(),
          EPOCHS);
    } catch (NoLearningRateException none) {
      throw new SettingsException(
          "optimizer.learning-rate = auto found none: " + none.getMessage() + "; set one", none);
    }
  }

  /** Steps of a trial, about. */
  private long steps(MiniBatchSettings settings, CostFunction cost) {
    return settings.method() == MiniBatchSettings.Method.LOCAL_SGD
        ? Math.min(STEPS, stepsOfEpoch(settings, samplesOfPartition(cost)))
        : epochs(settings, cost) * Math.min(STEPS, stepsOfEpoch(settings, (double) cost.samples()));
  }

  private static long stepsOfEpoch(MiniBatchSettings settings, double samples) {
    return Math.max(1, Math.round(samples / settings.batchSize()));
  }

  /**
   * As many epochs of mini-batches as have enough steps, up to ten: one or two steps say little.
   */
  private static long epochs(MiniBatchSettings settings, CostFunction cost) {
    long ofEpoch = stepsOfEpoch(settings, (double) cost.samples());
    return Math.min(EPOCHS, (STEPS + ofEpoch - 1) / ofEpoch);
  }

  private double samplesOfPartition(CostFunction cost) {
    return (double) cost.samples() / batches.getNumPartitions();
  }

  private double costAfter(
      double rate, TrainingSettings settings, TrainingState start, CostFunction cost) {
    LearningRate constant = LearningRate.constant(rate);
    double[] parameters =
        settings.synchronous().isPresent()
            ? runners
                .ofSteps(batches, computation, objective, constant, cost, watch, STEPS)
                .run(
                    start,
                    start.epoch() + epochs(settings.synchronous().get(), cost),
                    Stopping.NO_LIMIT)
                .state()
                .parameters()
            : settings.local().isPresent()
                ? afterRound(runners.localSgd(constant, cost, Duration.ZERO), start)
                : afterEpochs(settings.optimizer().optimizer(), constant, cost, start);
    return cost.of(parameters, objective.evaluate(parameters)).cost();
  }

  private double[] afterEpochs(
      Optimizer optimizer, LearningRate rate, CostFunction cost, TrainingState start) {
    EpochRunner trainer =
        new Trainer(
            objective,
            new TrainerSettings(
                optimizer,
                rate,
                cost,
                Stopping.Targets.none(),
                Recording.every(1),
                Stopping.NO_LIMIT),
            epoch -> {});
    return trainer.run(start, EPOCHS, Stopping.NO_LIMIT).state().parameters();
  }

  /** One round, as long as a trial. */
  private double[] afterRound(LocalSgdSettings settings, TrainingState start) {
    double steps = samplesOfPartition(settings.training().cost()) / settings.batchSize();
    int rounds = (int) Math.max(1, steps / STEPS);
    return objective
        .round(
            settings.withRoundsPerEpoch(rounds),
            new Round(0, 0, start.parameters(), start.optimizer()))
        .parameters();
  }
}
