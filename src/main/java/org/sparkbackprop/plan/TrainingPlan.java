package org.sparkbackprop.plan;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.LocalMaster;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PartitionChoice;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.settings.MiniBatchSettings;
import org.sparkbackprop.settings.RowStorage;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.spark.SumPlan;
import org.sparkbackprop.training.minibatch.MiniBatchSgdSettings;

/** What a training will do and need, before its rows are packed. */
public final class TrainingPlan {

  /** The overhead of a Spark job: with a local master, and on a cluster. */
  private static final double JOB_SECONDS = 0.006;

  private static final double CLUSTER_JOB_SECONDS = 0.03;

  /** The speed at which rows that do not fit into memory are read back. */
  private static final double DISK_BYTES_PER_SECOND = 1e9;

  private static final int MAX_JOBS = 1_000_000_000;

  private final JavaSparkContext spark;
  private final TrainingSettings settings;
  private final InspectedInput input;
  private final Network network;
  private final PartitionChoice partitions;
  private final RowMemory memory;
  private final ExecutionMode mode;
  private final Duration trial;
  private double secondsOfRow = Double.NaN;

  /**
   * A plan for inspected rows.
   *
   * @param trial how long the speed of this machine is measured, once somebody asks for it
   */
  public TrainingPlan(
      JavaSparkContext spark, TrainingSettings settings, InspectedInput input, Duration trial) {
    this.spark = spark;
    this.settings = settings;
    this.input = input;
    network = settings.network().network(input.preparation());
    partitions = PreparedData.partitions(input, settings.packing(settings.computing().precision()));
    memory = RowMemory.of(spark);
    boolean fits =
        input.bytes() < memory.bytes() && settings.computing().storage() != RowStorage.DISK_ONLY;
    mode =
        ExecutionMode.of(
            settings.epochs(),
            partitions.number(),
            lanes(),
            localCores(),
            fits ? ExecutionMode.Fit.IN_MEMORY : ExecutionMode.Fit.TOO_LARGE,
            network.parameterCount());
    this.trial = trial;
    BlasChoice.use(settings.computing().blas());
  }

  /** The settings of the training, with every choice that the data decided. */
  public TrainingSettings settings() {
    return settings;
  }

  /** The inspected rows. */
  public InspectedInput input() {
    return input;
  }

  /** The network to be trained. */
  public Network network() {
    return network;
  }

  /** How the rows are partitioned. */
  public PartitionChoice partitions() {
    return partitions;
  }

  /** Spark's memory for the rows. */
  public RowMemory memory() {
    return memory;
  }

  /** How epochs run. */
  public ExecutionMode mode() {
    return mode;
  }

  /** Advice with remedies: what may go wrong or is probably not intended. */
  public List<String> notes() {
    return new PlanNotes(this).all();
  }

  private int lanes() {
    return settings
        .synchronous()
        .map(batches -> MiniBatchSgdSettings.lanes(batches.batchSize(), partitions.number()))
        .orElse(1);
  }

  private int localCores() {
    return LocalMaster.cores(spark.master());
  }

  /** Cores of the cluster, or of this machine for a local master. */
  public int allCores() {
    return localCores() > 0 ? localCores() : spark.defaultParallelism();
  }

  /** Cores with work. */
  public int cores() {
    return mode.isInTask() ? mode.threads() : Math.min(allCores(), partitions.number());
  }

  /** Blocks of rows in all partitions. */
  public long blocks() {
    long rows = input.trainedRows() / partitions.number();
    long ofOne = Math.max(1, (rows + input.rowsOfBlock() - 1) / input.rowsOfBlock());
    return ofOne * partitions.number();
  }

  /** Bytes sent to each executor with each job. */
  public long bytesOfJob() {
    return 8L * (mode.isInTask() ? network.parameterCount() : numbersOfJob());
  }

  /** Bytes of results at the driver at the same time. */
  public long resultBytes() {
    int sums =
        mode.isInTask()
            ? 1
            : SumPlan.of(partitions.number(), numbersOfJob()).sumsAtDriver(partitions.number());
    return sums * 8L * numbersOfJob();
  }

  /** Numbers sent and returned: parameters, and with local SGD the optimiser's state. */
  private long numbersOfJob() {
    int parameters = network.parameterCount();
    return settings.local().isEmpty()
        ? parameters
        : parameters + settings.optimizer().optimizer().initialState(parameters).numberCount();
  }

  /** Spark's limit for the results of a job, as its configuration has it. */
  public String maxResultSize() {
    return spark.getConf().get("spark.driver.maxResultSize", "1g");
  }

  /** Whether a cluster's driver would refuse the results of a job. */
  boolean resultsAreTooLarge() {
    long max = spark.sc().conf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
    return localCores() == 0 && max > 0 && resultBytes() > max;
  }

  /**
   * The work of an epoch for a model of a cluster.
   *
   * @param rows an assumed number of training rows, which would get more partitions; the actual
   *     number if absent
   */
  public ClusterModel.Work work(OptionalLong rows) {
    double times = rows.isPresent() ? (double) rows.getAsLong() / input.trainedRows() : 1;
    return new ClusterModel.Work(
        times * input.trainedRows(),
        secondsOfRow(),
        PreparedData.partitions(input, settings.packing(settings.computing().precision()), times)
            .number(),
        numbersOfJob(),
        numbersOfJob(),
        jobsOfEpoch());
  }

  /** Jobs of an epoch that does not run inside a task. */
  private int jobsOfEpoch() {
    return settings
        .miniBatches()
        .map(
            batches ->
                batches.method() == MiniBatchSettings.Method.LOCAL_SGD
                    ? batches.roundsPerEpoch()
                    : (int) Math.min(MAX_JOBS, steps(batches)))
        .orElse(1);
  }

  private long steps(MiniBatchSettings batches) {
    return (input.trainedRows() + batches.batchSize() - 1) / batches.batchSize();
  }

  /** Bytes of a row in memory. */
  public double bytesOfRow() {
    return (double) input.bytes() / input.trainedRows();
  }

  /** Whether the rows do not fit into memory. */
  public boolean isLargerThanMemory() {
    return input.bytes() > memory.bytes();
  }

  /** Seconds of an epoch, by a trial on this machine. */
  public double secondsOfEpoch() {
    double jobs = mode.isInTask() ? 0 : jobsOfEpoch();
    double job = localCores() > 0 ? JOB_SECONDS : CLUSTER_JOB_SECONDS;
    double fromDisk = Math.max(0, input.bytes() - memory.bytes()) / DISK_BYTES_PER_SECOND;
    return input.trainedRows() * secondsOfRow() / cores() + fromDisk + jobs * job;
  }

  /** Seconds of a row on one core, by a trial when it is first asked for: few programs do. */
  private double secondsOfRow() {
    if (Double.isNaN(secondsOfRow)) {
      secondsOfRow = measuredSecondsOfRow();
    }
    return secondsOfRow;
  }

  private double measuredSecondsOfRow() {
    BlasChoice.use(settings.computing().blas());
    Backpropagation backpropagation =
        new Backpropagation(network, settings.computing().precision());
    int size = settings.miniBatches().map(this::rowsOfStep).orElse(input.rowsOfBlock());
    Batch batch = input.madeUp((int) Math.min(size, Math.max(1, input.trainedRows())));
    return settings.miniBatches().isPresent()
        ? StepTime.ofMiniBatches(
            backpropagation, (UpdateRule) settings.optimizer().optimizer(), batch, trial)
        : StepTime.ofBlocks(backpropagation, batch, trial);
  }

  /** Samples whose gradient a core computes at a time. */
  private int rowsOfStep(MiniBatchSettings batches) {
    return batches.method() == MiniBatchSettings.Method.LOCAL_SGD
        ? batches.batchSize()
        : Math.max(1, batches.batchSize() / (partitions.number() * lanes()));
  }
}
