package org.sparkbackprop.train;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.JobDescription;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.metrics.MeasuredValidation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.plan.ExecutionMode;
import org.sparkbackprop.settings.MiniBatchSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.EpochsInTask;
import org.sparkbackprop.spark.KernelWatch;
import org.sparkbackprop.spark.SparkObjective;
import org.sparkbackprop.spark.TaskMethod;
import org.sparkbackprop.training.localsgd.LocalSgd;
import org.sparkbackprop.training.localsgd.LocalSgdSettings;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.EpochByEpoch.EpochWatch;
import org.sparkbackprop.training.loop.EpochRunner;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.Stopping;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.loop.Trainer;
import org.sparkbackprop.training.loop.TrainerSettings;
import org.sparkbackprop.training.loop.ValidatedEpochs;
import org.sparkbackprop.training.loop.ValidatedRunner;
import org.sparkbackprop.training.minibatch.DriverSteps;
import org.sparkbackprop.training.minibatch.MiniBatchSgd;
import org.sparkbackprop.training.minibatch.MiniBatchSgdSettings;

/**
 * Makes the runner of a training's epochs by its execution mode.
 *
 * @param recording which epochs are recorded, and how
 */
record EpochRunners(
    JavaSparkContext spark, TrainingSettings settings, Recording recording, ExecutionMode mode) {

  /**
   * The runner, which validates too if there is a validation set: inside the task if the epochs run
   * there, else by jobs.
   *
   * @param objective over the training samples
   * @param validator by jobs, if there is a validation set
   */
  ValidatedRunner of(
      PreparedData data,
      Computation computation,
      SparkObjective objective,
      LearningRate rate,
      CostFunction cost,
      KernelWatch watch,
      Optional<ValidatedRunner.Validator> validator) {
    if (!mode.isInTask()) {
      return validated(byJobs(objective, rate, cost), validator, mode.jobTime());
    }
    Duration budget = mode.epochsPerJob().isPresent() ? Stopping.NO_LIMIT : mode.jobTime();
    Optional<EpochsInTask.Validation> inside =
        data.validation()
            .filter(held -> mode.validatesInTask(held.batches().getNumPartitions()))
            .map(
                held ->
                    new EpochsInTask.Validation(
                        held.batches(),
                        settings.stopping(),
                        recording,
                        settings.validation().calibration().temperatures(),
                        measuring(data, computation)));
    EpochsInTask epochs =
        new EpochsInTask(
            spark,
            computation,
            data.training().batches(),
            watch,
            inTask(rate, cost, budget),
            inside,
            mode.epochsPerJob(),
            mode.threads(),
            new JobDescription(settings.epochs().number()));
    return validator.isEmpty() || inside.isPresent()
        ? epochs
        : validated(epochs, validator, mode.jobTime());
  }

  /** What the rules depend on, besides the score. */
  private Optional<ValidatedRunner.Measuring> measuring(
      PreparedData data, Computation computation) {
    Stopping.Measure measure = settings.stopping().measure();
    return measure.isScored()
        ? Optional.empty()
        : Optional.of(
            new MeasuredValidation(
                measure, data.preparation().target(), computation.network().loss()));
  }

  private ValidatedEpochs validated(
      EpochRunner runner, Optional<ValidatedRunner.Validator> validator, Duration budget) {
    return new ValidatedEpochs(runner, validator, settings.stopping(), recording, budget);
  }

  private EpochRunner byJobs(SparkObjective objective, LearningRate rate, CostFunction cost) {
    JobWatch watch = new JobWatch(settings.epochs().number(), objective);
    if (settings.local().isPresent()) {
      LocalSgdSettings local = localSgd(rate, cost, mode.jobTime());
      return new LocalSgd(round -> objective.round(local, round), local, watch);
    }
    if (settings.synchronous().isPresent()) {
      return stepsByJobs(objective, miniBatches(rate, cost, mode.jobTime(), Long.MAX_VALUE), watch);
    }
    return new Trainer(objective, trainer(rate, cost, mode.jobTime()), watch);
  }

  /** Describes the jobs of each epoch and reports their times. */
  private final class JobWatch implements EpochWatch {

    private final JobDescription description;
    private final SparkObjective objective;

    JobWatch(long epochs, SparkObjective objective) {
      this.description = new JobDescription(epochs);
      this.objective = objective;
    }

    @Override
    public void begins(long epoch) {
      description.training(spark, epoch);
    }

    @Override
    public TimeParts spent() {
      return objective.spent();
    }
  }

  private MiniBatchSgd stepsByJobs(
      SparkObjective objective, MiniBatchSgdSettings steps, EpochWatch watch) {
    return new MiniBatchSgd(
        new DriverSteps(
            objective.network(),
            settings.computing().precision(),
            steps,
            (at, epoch, step) -> objective.step(steps, at, epoch, step)),
        steps,
        watch);
  }

  /** Epochs of mini-batches that have at most this many steps. */
  EpochRunner ofSteps(
      JavaRDD<Batch> batches,
      Computation computation,
      SparkObjective objective,
      LearningRate rate,
      CostFunction cost,
      KernelWatch watch,
      long maxSteps) {
    MiniBatchSgdSettings steps = miniBatches(rate, cost, Stopping.NO_LIMIT, maxSteps);
    if (!mode.isInTask()) {
      return stepsByJobs(objective, steps, epoch -> {});
    }
    return new EpochsInTask(
        spark,
        computation,
        batches,
        watch,
        new TaskMethod.MiniBatches(steps),
        Optional.empty(),
        OptionalLong.empty(),
        mode.threads(),
        new JobDescription(settings.epochs().number()));
  }

  private TaskMethod inTask(LearningRate rate, CostFunction cost, Duration budget) {
    if (settings.synchronous().isPresent()) {
      return new TaskMethod.MiniBatches(miniBatches(rate, cost, budget, Long.MAX_VALUE));
    }
    return settings.local().isPresent()
        ? new TaskMethod.Local(localSgd(rate, cost, budget))
        : new TaskMethod.FullBatch(trainer(rate, cost, budget));
  }

  private MiniBatchSgdSettings miniBatches(
      LearningRate rate, CostFunction cost, Duration budget, long maxSteps) {
    MiniBatchSettings batches = settings.synchronous().orElseThrow();
    return new MiniBatchSgdSettings(
        trainer(rate, cost, budget),
        batches.batchSize(),
        mode.lanes(),
        maxSteps,
        batches.dropout(),
        settings.seed());
  }

  /** The settings of local SGD with this learning rate. */
  LocalSgdSettings localSgd(LearningRate rate, CostFunction cost, Duration budget) {
    MiniBatchSettings local = settings.local().orElseThrow();
    return new LocalSgdSettings(
        trainer(rate, cost, budget),
        local.batchSize(),
        local.roundsPerEpoch(),
        local.dropout(),
        local.outerMomentum(),
        settings.seed());
  }

  /** The targets that are measured on the training rows. */
  private Stopping.Targets targets() {
    Stopping.Targets all = settings.stopping().targets();
    return settings.validation().isThere() ? all.ofGradientAlone() : all;
  }

  private TrainerSettings trainer(LearningRate rate, CostFunction cost, Duration budget) {
    return new TrainerSettings(
        settings.optimizer().optimizer(), rate, cost, targets(), recording, budget);
  }
}
