package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.JobGroup;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.LearningRateSearch;
import org.sparkbackprop.optim.NoLearningRateException;
import org.sparkbackprop.optim.Objective;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.KernelWatch;
import org.sparkbackprop.spark.SparkRounds;
import org.sparkbackprop.training.CostFunction;
import org.sparkbackprop.training.EpochRunner;
import org.sparkbackprop.training.LocalSgdSettings;
import org.sparkbackprop.training.Recording;
import org.sparkbackprop.training.Round;
import org.sparkbackprop.training.Stopping;
import org.sparkbackprop.training.Targets;
import org.sparkbackprop.training.Trainer;
import org.sparkbackprop.training.TrainerSettings;
import org.sparkbackprop.training.TrainingState;

/**
 * Finds the learning rate of a training by short trials from its initial weights: some epochs of a
 * full batch, or some mini-batch steps in every partition and their average.
 */
final class LearningRateTrials {

  private static final long EPOCHS = 10;
  private static final int STEPS = 200;

  private final JavaSparkContext spark;
  private final Computation computation;
  private final JavaRDD<Batch> batches;
  private final Objective objective;
  private final KernelWatch watch;
  private final WayOfRunning way;

  LearningRateTrials(
      JavaSparkContext spark,
      Computation computation,
      JavaRDD<Batch> batches,
      Objective objective,
      KernelWatch watch,
      WayOfRunning way) {
    this.spark = spark;
    this.computation = computation;
    this.batches = batches;
    this.objective = objective;
    this.watch = watch;
    this.way = way;
  }

  /**
   * Searches, and says what it saw.
   *
   * @throws ConfigurationException if no learning rate lowers the cost
   */
  double found(TrainSettings settings, double[] weights, CostFunction cost, PrintWriter out) {
    JobGroup.LEARNING_RATE.begin(spark.sc(), "finding a learning rate");
    OptimizerSettings optimizer = settings.optimizer();
    double usual = OptimizerSettings.usualRate(optimizer.name());
    boolean ofSum = optimizer.scale() == GradientScale.SUM && optimizer.stepsAreLongAsTheGradient();
    double first = ofSum ? usual / cost.weight() : usual;
    double before = cost.of(weights, objective.evaluate(weights)).cost();
    TrainingState start = TrainingState.initial(weights, optimizer.optimizer());
    try {
      LearningRateSearch search =
          LearningRateSearch.from(first, before, rate -> costAfter(rate, settings, start, cost));
      out.printf(
          Locale.ROOT,
          "learning rate %.4g found: what is minimised is %.6g at first, and after %s: %s%n",
          search.rate(),
          before,
          settings.local().isPresent()
              ? "a short round of about %s step(s)".formatted(steps(settings, cost))
              : "%s epochs".formatted(EPOCHS),
          search.trials().stream()
              .map(t -> String.format(Locale.ROOT, "%.6g with %.3g", t.cost(), t.rate()))
              .collect(Collectors.joining(", ")));
      return search.rate();
    } catch (NoLearningRateException none) {
      throw new ConfigurationException(
          "optimizer.learning-rate = auto found none: " + none.getMessage() + "; give one", none);
    }
  }

  private long steps(TrainSettings settings, CostFunction cost) {
    int batchSize = settings.local().orElseThrow().batchSize();
    return Math.max(1, Math.min(STEPS, Math.round(samplesOfPartition(cost) / batchSize)));
  }

  private double samplesOfPartition(CostFunction cost) {
    return (double) cost.samples() / batches.getNumPartitions();
  }

  private double costAfter(
      double rate, TrainSettings settings, TrainingState start, CostFunction cost) {
    LearningRate constant = LearningRate.constant(rate);
    double[] weights =
        settings.local().isPresent()
            ? afterRound(way.localSgd(constant, cost, Duration.ZERO), start)
            : afterEpochs(settings.optimizer().optimizer(), constant, cost, start);
    return cost.of(weights, objective.evaluate(weights)).cost();
  }

  private double[] afterEpochs(
      Optimizer optimizer, LearningRate rate, CostFunction cost, TrainingState start) {
    EpochRunner trainer =
        new Trainer(
            objective,
            new TrainerSettings(
                optimizer, rate, cost, Targets.none(), Recording.every(1), Stopping.NO_LIMIT),
            epoch -> {});
    return trainer.run(start, EPOCHS, Stopping.NO_LIMIT).state().weights();
  }

  /** The first of so many rounds an epoch that each has the steps of a trial. */
  private double[] afterRound(LocalSgdSettings settings, TrainingState start) {
    double steps = samplesOfPartition(settings.cost()) / settings.batchSize();
    int rounds = (int) Math.max(1, steps / STEPS);
    SparkRounds trial =
        new SparkRounds(spark, computation, batches, watch, settings.withRoundsPerEpoch(rounds));
    return trial.run(new Round(0, 0, start.weights(), start.optimizer())).weights();
  }
}
