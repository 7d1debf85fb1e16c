package org.sparkbackprop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.cluster.JobDescription;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.Temperatures;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.settings.MixedKernels;
import org.sparkbackprop.training.loop.CheckpointRule;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.LocalValidator;
import org.sparkbackprop.training.loop.LoopListener;
import org.sparkbackprop.training.loop.LoopMemory;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.Regularization;
import org.sparkbackprop.training.loop.Stopping;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.loop.Trainer;
import org.sparkbackprop.training.loop.TrainerSettings;
import org.sparkbackprop.training.loop.TrainingLoop;
import org.sparkbackprop.training.loop.TrainingState;
import org.sparkbackprop.training.loop.ValidatedEpochs;
import org.sparkbackprop.training.loop.ValidatedRunner;

/** Validation and patience inside a task do what a job a record does, to the bit. */
class ValidationInTaskTest {

  private static final Network NETWORK =
      Network.of(5, List.of(7), Activations.named("tanh").get(), 4);
  private static final Computation COMPUTATION =
      new Computation(NETWORK, Precision.FLOAT, BlasPreference.AUTO);
  private static final Adam ADAM = new Adam(0.9, 0.999, 1e-8);
  private static final Recording RECORDING = Recording.every(3);
  private static final long EPOCHS = 900;

  /** Overfits: the labels are random, so patience ends training. */
  private static final Stopping PATIENCE =
      new Stopping(Stopping.Targets.none(), 6, Stopping.Measure.COST, 0, Stopping.NO_LIMIT);

  private static final CostFunction COST =
      new CostFunction(GradientScale.MEAN, 100, 100, Regularization.none());

  private static TrainerSettings settings(Duration budget) {
    return new TrainerSettings(
        ADAM, LearningRate.constant(0.05), COST, Stopping.Targets.none(), RECORDING, budget);
  }

  private static final class Recorder implements LoopListener {

    private final List<EpochRecord> records = new ArrayList<>();

    @Override
    public void recorded(EpochRecord record) {
      records.add(withoutTimes(record));
    }

    @Override
    public void noticed(String sentence) {}

    @Override
    public void reached(long epoch, double seconds) {}

    @Override
    public void checkpoint(TrainingState state, LoopMemory memory) {}

    private static EpochRecord withoutTimes(EpochRecord record) {
      EpochRecord plain =
          new EpochRecord(
              record.epoch(),
              record.cost(),
              record.meanCost(),
              record.accuracy(),
              0,
              record.effort(),
              TimeParts.NONE);
      return record.validated().map(plain::with).orElse(plain);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,2,2", "4,3,4"})
  void rulesInsideATaskGiveTheRecordsOfAJobARecord(int training, int validation, int threads) {
    Temperatures temperatures = validation == 2 ? Temperatures.coarse() : Temperatures.NONE;
    List<List<Batch>> held = RandomPartitions.of(2 + validation).subList(2, 2 + validation);
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      JavaRDD<Batch> batches = RandomPartitions.rdd(spark, RandomPartitions.of(training));
      JavaRDD<Batch> heldOut = RandomPartitions.rdd(spark, held);
      KernelWatch watch = new KernelWatch(MixedKernels.REFUSED);
      SparkObjective objective = new SparkObjective(spark, COMPUTATION, batches, watch);
      ValidatedRunner.Validator validator =
          parameters ->
              LocalValidator.figures(
                  SparkScoring.score(spark, COMPUTATION, parameters, heldOut, temperatures));
      Recorder byJobs = new Recorder();
      TrainingLoop.Outcome expected =
          loop(
              new ValidatedEpochs(
                  new Trainer(objective, settings(Duration.ZERO), epoch -> {}),
                  Optional.of(validator),
                  PATIENCE,
                  RECORDING,
                  Duration.ZERO),
              objective,
              validator,
              byJobs);
      assertThat(expected.reason()).isEqualTo(StopReason.NO_IMPROVEMENT);
      assertThat(expected.chosen().epoch()).isLessThan(expected.state().epoch());
      if (temperatures.factors().length == 0) { // else none is better than the first
        assertThat(expected.chosen().epoch()).isPositive();
      }
      for (Duration budget : List.of(Duration.ofHours(1), Duration.ofMillis(2))) {
        EpochsInTask inTask =
            new EpochsInTask(
                spark,
                COMPUTATION,
                batches,
                watch,
                new TaskMethod.FullBatch(settings(budget)),
                Optional.of(
                    new EpochsInTask.Validation(
                        heldOut, PATIENCE, RECORDING, temperatures, Optional.empty())),
                OptionalLong.empty(),
                threads,
                new JobDescription(EPOCHS));
        Recorder recorder = new Recorder();
        TrainingLoop.Outcome outcome = loop(inTask, objective, validator, recorder);
        assertThat(recorder.records).isEqualTo(byJobs.records);
        assertThat(outcome.reason()).isEqualTo(StopReason.NO_IMPROVEMENT);
        assertThat(outcome.chosen().epoch()).isEqualTo(expected.chosen().epoch());
        assertThat(outcome.chosen().parameters()).isEqualTo(expected.chosen().parameters());
      }
    }
  }

  private static TrainingLoop.Outcome loop(
      ValidatedRunner runner,
      SparkObjective objective,
      ValidatedRunner.Validator validator,
      Recorder recorder) {
    return new TrainingLoop(
            runner,
            objective,
            new TrainingLoop.Schedule(EPOCHS, RECORDING, CheckpointRule.every(30)),
            COST,
            new TrainingLoop.Selection(Optional.of(validator), PATIENCE),
            LoopMemory.NONE,
            recorder)
        .run(TrainingState.initial(Initializer.parameters(NETWORK, 6), ADAM));
  }
}
