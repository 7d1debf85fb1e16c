package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.RDDBlockId;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.EpochsInTask;
import org.sparkbackprop.spark.JobDescription;
import org.sparkbackprop.spark.KernelWatch;
import org.sparkbackprop.spark.SparkObjective;
import org.sparkbackprop.spark.SparkRounds;
import org.sparkbackprop.spark.WayInTask;
import org.sparkbackprop.training.CostFunction;
import org.sparkbackprop.training.EpochRunner;
import org.sparkbackprop.training.EpochWatch;
import org.sparkbackprop.training.LocalSgd;
import org.sparkbackprop.training.LocalSgdSettings;
import org.sparkbackprop.training.Recording;
import org.sparkbackprop.training.Stopping;
import org.sparkbackprop.training.Targets;
import org.sparkbackprop.training.TimeParts;
import org.sparkbackprop.training.Trainer;
import org.sparkbackprop.training.TrainerSettings;

/**
 * Which way epochs are run, and why: a job an epoch, or, where one JVM has all data in its memory,
 * many epochs inside a task. Both have the same results to the bit.
 */
final class WayOfRunning {

  /** Long against the cost of a job without many weights, short against a user's patience. */
  private static final Duration JOB_TIME = Duration.ofSeconds(1);

  /** Weights go to and fro with each job, some 0.1 µs each: the more, the longer a job. */
  private static final Duration JOB_TIME_OF_A_WEIGHT = Duration.ofNanos(4000);

  private static final Duration LONGEST_JOB_TIME = Duration.ofSeconds(5);

  /** Spark's words for a JVM that is driver and executor in one: local, local[4], local[*,3]. */
  private static final Pattern LOCAL =
      Pattern.compile("local(\\[(\\d{1,9}|\\*)(\\s*,\\s*\\d+)?])?");

  private final JavaSparkContext spark;
  private final TrainSettings settings;
  private final Recording recording;
  private final PrintWriter out;

  /**
   * The choice for a training.
   *
   * @param recording what of it is recorded
   */
  WayOfRunning(
      JavaSparkContext spark, TrainSettings settings, Recording recording, PrintWriter out) {
    this.spark = spark;
    this.settings = settings;
    this.recording = recording;
    this.out = out;
  }

  Recording recording() {
    return recording;
  }

  /**
   * Chooses, and says so.
   *
   * @param objective over the training samples
   */
  EpochRunner of(
      PreparedData data,
      Computation computation,
      SparkObjective objective,
      LearningRate rate,
      CostFunction cost,
      KernelWatch watch) {
    JavaRDD<Batch> batches = data.training().batches();
    Duration jobTime = jobTime(computation.network().parameterCount());
    long epochs = settings.epochs().number();
    OptionalLong epochsPerJob = settings.epochs().perJob();
    int threads = Math.min(batches.getNumPartitions(), localCores(spark.master()));
    boolean inOneMemory = batches.getNumPartitions() == 1 || (threads > 0 && isInMemory(batches));
    if (inOneMemory && epochsPerJob.orElse(0) != 1) {
      out.printf(
          "epochs run inside a task%s, as all data are in %s; %s%n",
          threads > 1 ? " on %s threads".formatted(threads) : "",
          batches.getNumPartitions() == 1 ? "one partition" : "this JVM's memory",
          epochsPerJob.isPresent()
              ? String.format(
                  Locale.ROOT, "%,d in each job, as configured", epochsPerJob.getAsLong())
              : String.format(
                  Locale.ROOT,
                  "so many in each job that it takes about %.1f s",
                  jobTime.toMillis() * 1e-3));
      WayInTask inTask = inTask(rate, cost, epochsPerJob.isPresent() ? Stopping.NO_LIMIT : jobTime);
      return new EpochsInTask(
          spark,
          computation,
          batches,
          watch,
          inTask,
          epochsPerJob,
          Math.max(1, threads),
          new JobDescription(epochs));
    }
    out.printf(
        "each %s is a job, %s%n",
        settings.local().isPresent() ? "round" : "epoch",
        inOneMemory ? "as configured" : whyNot(threads));
    if (settings.local().isPresent()) {
      LocalSgdSettings local = localSgd(rate, cost, jobTime);
      SparkRounds rounds = new SparkRounds(spark, computation, batches, watch, local);
      return new LocalSgd(rounds, local, new JobWatch(epochs, rounds::spent));
    }
    return new Trainer(
        objective, trainer(rate, cost, jobTime), new JobWatch(epochs, objective::spent));
  }

  /** Describes the jobs of each epoch, and knows their times. */
  private final class JobWatch implements EpochWatch {

    private final JobDescription description;
    private final Supplier<TimeParts> times;

    JobWatch(long epochs, Supplier<TimeParts> times) {
      this.description = new JobDescription(epochs);
      this.times = times;
    }

    @Override
    public void begins(long epoch) {
      description.training(spark, epoch);
    }

    @Override
    public TimeParts spent() {
      return times.get();
    }
  }

  private WayInTask inTask(LearningRate rate, CostFunction cost, Duration budget) {
    return settings.local().isPresent()
        ? new WayInTask.Local(localSgd(rate, cost, budget))
        : new WayInTask.FullBatch(trainer(rate, cost, budget));
  }

  /** What local SGD does with this learning rate. */
  LocalSgdSettings localSgd(LearningRate rate, CostFunction cost, Duration budget) {
    LocalSettings local = settings.local().orElseThrow();
    return new LocalSgdSettings(
        (UpdateRule) settings.optimizer().optimizer(),
        rate,
        cost,
        local.batchSize(),
        local.roundsPerEpoch(),
        local.dropout(),
        local.outerMomentum(),
        settings.seed(),
        targets(),
        recording,
        budget);
  }

  /** Those that the training's own figures can reach. */
  private Targets targets() {
    Targets all = settings.stopping().targets();
    return settings.validation().isThere() ? all.ofGradientAlone() : all;
  }

  private static Duration jobTime(int weights) {
    Duration time = JOB_TIME.plus(JOB_TIME_OF_A_WEIGHT.multipliedBy(weights));
    return time.compareTo(LONGEST_JOB_TIME) < 0 ? time : LONGEST_JOB_TIME;
  }

  private static String whyNot(int threads) {
    return threads == 0
        ? "as the data are in several partitions"
        : "as this JVM's memory does not hold all data";
  }

  private TrainerSettings trainer(LearningRate rate, CostFunction cost, Duration budget) {
    return new TrainerSettings(
        settings.optimizer().optimizer(), rate, cost, targets(), recording, budget);
  }

  /** How many tasks a local master runs at once; 0 if the master is none. */
  static int localCores(String master) {
    Matcher local = LOCAL.matcher(master);
    if (!local.matches()) {
      return 0;
    }
    String cores = local.group(2);
    if (cores == null) {
      return 1;
    }
    return cores.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores);
  }

  /**
   * Whether all partitions are in the memory of this JVM, and none of them on disk. Spark's list of
   * what is stored comes by events, which may be late; its block manager knows.
   */
  private static boolean isInMemory(JavaRDD<Batch> batches) {
    BlockManager blocks = SparkEnv.get().blockManager();
    return IntStream.range(0, batches.getNumPartitions())
        .mapToObj(partition -> blocks.getStatus(new RDDBlockId(batches.id(), partition)))
        .allMatch(
            status ->
                status.isDefined() && status.get().memSize() > 0 && status.get().diskSize() == 0);
  }
}
