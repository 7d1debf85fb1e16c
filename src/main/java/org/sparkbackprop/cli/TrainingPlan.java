package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.LocalMaster;
import org.sparkbackprop.data.HeldOutRows;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PartitionChoice;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.plan.ClusterModel;
import org.sparkbackprop.plan.StepTime;
import org.sparkbackprop.settings.MiniBatchSettings;
import org.sparkbackprop.settings.RowStorage;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.spark.SumPlan;

/** What a training will do and need, and what stands in its way, before its rows are packed. */
final class TrainingPlan {

  /** What a Spark job costs beside its work: of a local master, and of a cluster. */
  private static final double JOB_SECONDS = 0.006;

  private static final double CLUSTER_JOB_SECONDS = 0.03;

  /** At which rows that memory does not hold come back. */
  private static final double DISK_BYTES_PER_SECOND = 1e9;

  /** Classes of so much fewer rows are hardly learned. */
  private static final int RARE = 20;

  /** So many classes, with fewer rows each, are hardly meant. */
  private static final int MANY_CLASSES = 100;

  private static final int FEW_ROWS = 20;

  private final JavaSparkContext spark;
  private final TrainingSettings settings;
  private final InspectedInput input;
  private final Network network;
  private final PartitionChoice partitions;
  private final Memory memory;
  private final boolean insideTask;
  private final Duration trial;

  /**
   * A plan for rows that were looked at.
   *
   * @param trial how long is tried how fast this machine is
   */
  TrainingPlan(
      JavaSparkContext spark, TrainingSettings settings, InspectedInput input, Duration trial) {
    this.trial = trial;
    this.spark = spark;
    this.settings = settings;
    this.input = input;
    this.network = settings.network().network(input.preparation());
    this.partitions =
        PreparedData.partitions(input, settings.packing(settings.computing().precision()));
    this.memory = Memory.of(spark);
    boolean oneMemory =
        partitions.number() == 1
            || (localCores() > 0
                && input.bytes() < memory.bytes()
                && !settings.computing().storage().equals(RowStorage.DISK_ONLY));
    this.insideTask = oneMemory && settings.epochs().perJob().orElse(0) != 1;
  }

  private int localCores() {
    return LocalMaster.cores(spark.master());
  }

  private int cores() {
    int cores = localCores() > 0 ? localCores() : spark.defaultParallelism();
    return Math.min(cores, partitions.number());
  }

  /** Prints it, and every problem with its remedy. */
  void print(PrintWriter out) {
    lines().forEach(line -> out.printf("%-11s %s%n", line.name(), line.what()));
    notes().forEach(note -> out.println("note: " + note));
  }

  private record Line(String name, String what) {}

  private List<Line> lines() {
    return List.of(
        new Line("rows", RowReport.sentence(input.rows())),
        new Line("samples", samples()),
        new Line("classes", classes()),
        new Line(
            "network",
            text(
                "%s, %,d parameters, %s, %s precision",
                network, network.parameterCount(), activation(), precision())),
        new Line(
            "partitions",
            text("%,d in %,d blocks, %s", partitions.number(), blocks(), partitions.reason())),
        new Line(
            "memory",
            text(
                "%s of rows, kept %s; there is room for %s in %s",
                bytes(input.bytes()), input.storedAs(), bytes(memory.bytes()), memory.where())),
        new Line("sent", sent()),
        new Line(
            "results",
            text(
                "%s at the driver at once; spark.driver.maxResultSize is %s",
                bytes(resultBytes()), maxResultSize())),
        new Line("time", time()));
  }

  Network network() {
    return network;
  }

  private String activation() {
    return network.depth() == 1
        ? "no hidden layer"
        : settings.network().activation().activationName();
  }

  private String precision() {
    return settings.computing().precision().configurationName();
  }

  private String samples() {
    String heldOut = input.heldOut().map(TrainingPlan::heldOut).orElse("");
    return text("%,d%s, %,d features", input.trainedRows(), heldOut, network.inputs());
  }

  private static String heldOut(HeldOutRows rows) {
    List<String> parts = new ArrayList<>();
    if (rows.shares().validation() > 0) {
      parts.add(text("%,d held out for validation", rows.validation()));
    }
    if (rows.shares().test() > 0) {
      parts.add(text("%,d for the test", rows.test()));
    }
    return text(" for training and %s (%s)", String.join(" and ", parts), rows.sentence());
  }

  private String classes() {
    int most = 20;
    List<String> names = input.preparation().classNames();
    String some =
        names.stream()
            .limit(most)
            .map(name -> text("%s (%,d)", name, input.labelCounts().getOrDefault(name, 0L)))
            .collect(Collectors.joining(", "));
    return text("%,d: %s%s", names.size(), some, names.size() > most ? ", …" : "");
  }

  private long blocks() {
    long rows = input.trainedRows() / partitions.number();
    long ofOne = Math.max(1, (rows + input.rowsOfBlock() - 1) / input.rowsOfBlock());
    return ofOne * partitions.number();
  }

  private long weightBytes() {
    return 8L * network.parameterCount();
  }

  private long resultBytes() {
    int sums =
        insideTask
            ? 1
            : SumPlan.of(partitions.number(), numbersOfJob()).sumsAtDriver(partitions.number());
    return sums * 8L * numbersOfJob();
  }

  /** Sent out, and given by each partition: weights, and with local SGD what is remembered. */
  private long numbersOfJob() {
    int weights = network.parameterCount();
    return settings.local().isEmpty()
        ? weights
        : weights + settings.optimizer().optimizer().initialState(weights).numberCount();
  }

  private String sent() {
    if (insideTask) {
      return text(
          "nothing in an epoch, which is computed inside one task; %s of weights with each job",
          bytes(weightBytes()));
    }
    String unit = settings.local().isPresent() ? "round" : "epoch";
    return text(
        "%s of weights out to each executor, %s of sums in to the driver, each %s",
        bytes(8L * numbersOfJob()), bytes(resultBytes()), unit);
  }

  private String maxResultSize() {
    return spark.getConf().get("spark.driver.maxResultSize", "1g");
  }

  private String time() {
    double epoch = secondsOfAnEpoch();
    long epochs = settings.epochs().number();
    return text(
        "about %s an epoch, %s for %,d, by a trial on this machine%s; %,d of %s cores at work",
        seconds(epoch),
        seconds(epoch * epochs),
        epochs,
        input.bytes() > memory.bytes() ? " and 1 GB a second from disk" : "",
        cores(),
        localCores() > 0 ? localCores() : spark.defaultParallelism());
  }

  /**
   * What an epoch would be on a cluster.
   *
   * @param rows that are trained on, where more are imagined than there are, with the partitions
   *     that so many would get
   */
  ClusterModel.Work work(OptionalLong rows) {
    double times = rows.isPresent() ? (double) rows.getAsLong() / input.trainedRows() : 1;
    return new ClusterModel.Work(
        times * input.trainedRows(),
        secondsOfRow(),
        PreparedData.partitions(input, settings.packing(settings.computing().precision()), times)
            .number(),
        numbersOfJob(),
        numbersOfJob(),
        settings.local().map(MiniBatchSettings::roundsPerEpoch).orElse(1));
  }

  /** Bytes that a row takes in memory. */
  double bytesOfRow() {
    return (double) input.bytes() / input.trainedRows();
  }

  private double secondsOfAnEpoch() {
    double jobs =
        insideTask ? 0 : settings.local().map(MiniBatchSettings::roundsPerEpoch).orElse(1);
    double job = localCores() > 0 ? JOB_SECONDS : CLUSTER_JOB_SECONDS;
    double fromDisk = Math.max(0, input.bytes() - memory.bytes()) / DISK_BYTES_PER_SECOND;
    return input.trainedRows() * secondsOfRow() / cores() + fromDisk + jobs * job;
  }

  /** On one core, by a trial. */
  private double secondsOfRow() {
    BlasChoice.use(settings.computing().blas());
    Backpropagation backpropagation =
        new Backpropagation(network, settings.computing().precision());
    int size = settings.local().map(MiniBatchSettings::batchSize).orElse(input.rowsOfBlock());
    var batch = input.madeUp((int) Math.min(size, Math.max(1, input.trainedRows())));
    return settings.local().isPresent()
        ? StepTime.ofMiniBatches(
            backpropagation, (UpdateRule) settings.optimizer().optimizer(), batch, trial)
        : StepTime.ofBlocks(backpropagation, batch, trial);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>(input.warnings());
    input.firstFault().ifPresent(fault -> notes.add("the first bad row is " + fault));
    input.heldOut().ifPresent(rows -> notes.addAll(rows.notes()));
    noteManyClasses(notes);
    if (input.bytes() > memory.bytes()) {
      notes.add(tooLarge());
    }
    if (partitions.number() > input.trainedRows()) {
      notes.add(
          text(
              "%,d of %,d partitions will be empty, as there are only %,d rows; lower"
                  + " training.partitions",
              partitions.number() - input.trainedRows(), partitions.number(), input.trainedRows()));
    }
    int all = localCores() > 0 ? localCores() : spark.defaultParallelism();
    if (secondsAreLong() && cores() < all) {
      notes.add(
          text(
              "%,d of %,d cores will have no work; raise training.partitions to a multiple of the"
                  + " cores",
              all - cores(), all));
    }
    noteResults(notes);
    noteRareClasses(notes);
    return notes;
  }

  /** A matter of more than a minute, where idle cores count. */
  private boolean secondsAreLong() {
    double operations = (double) network.operationsPerSample() * input.trainedRows();
    return operations * settings.epochs().number() > 1e12;
  }

  private String tooLarge() {
    String remedy =
        "give more memory (--executor-memory, in local mode --driver-memory)"
            + (precision().equals("double")
                ? ", or training.precision = float, half as large"
                : "");
    boolean memoryOnly = settings.computing().storage().equals(RowStorage.MEMORY_ONLY);
    return text(
        "the rows take %s and there is room for %s: what does not fit %s, and epochs are as slow as"
            + " that; %s",
        bytes(input.bytes()),
        bytes(memory.bytes()),
        memoryOnly ? "is read again in every epoch" : "goes to local disks",
        remedy);
  }

  private void noteResults(List<String> notes) {
    long most = spark.sc().conf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
    if (localCores() == 0 && most > 0 && resultBytes() > most) {
      notes.add(
          text(
              "the results of a job, %s, are more than spark.driver.maxResultSize = %s: it will fail;"
                  + " start with --conf spark.driver.maxResultSize=%dg",
              bytes(resultBytes()), maxResultSize(), 1 + (resultBytes() >> 29)));
    }
  }

  private void noteManyClasses(List<String> notes) {
    int classes = network.classes();
    if (classes > MANY_CLASSES && input.rows().used() < (long) FEW_ROWS * classes) {
      notes.add(
          text(
              "there are %,d classes, with %,.1f rows each; is the label a number? what is trained"
                  + " here tells classes apart",
              classes, (double) input.rows().used() / classes));
    }
  }

  private void noteRareClasses(List<String> notes) {
    NavigableMap<String, Long> counts = input.labelCounts();
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    List<String> rare =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() * RARE < most)
            .map(entry -> text("%s (%,d)", entry.getKey(), entry.getValue()))
            .toList();
    if (!rare.isEmpty()) {
      notes.add(
          text(
              "classes with few rows: %s, where the largest has %,d; if they are mistakes, name the"
                  + " classes by input.classes; if not, they count more with"
                  + " training.class-weights = balanced",
              String.join(", ", rare.subList(0, Math.min(10, rare.size()))), most));
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String seconds(double seconds) {
    if (seconds < 0.1) {
      return text("%.2g ms", seconds * 1e3);
    }
    if (seconds < 120) {
      return seconds < 10 ? text("%.1f s", seconds) : text("%.0f s", seconds);
    }
    return seconds < 7200 ? text("%,.0f min", seconds / 60) : text("%,.0f h", seconds / 3600);
  }

  /** In units that people read. */
  static String bytes(long bytes) {
    if (bytes < 10_000) {
      return text("%,d bytes", bytes);
    }
    return bytes < 1_000_000_000 ? text("%.4g MB", bytes * 1e-6) : text("%.4g GB", bytes * 1e-9);
  }

  /**
   * The memory that Spark has for rows.
   *
   * @param bytes of all executors together
   * @param where it is
   */
  private record Memory(long bytes, String where) {

    static Memory of(JavaSparkContext spark) {
      boolean local = LocalMaster.cores(spark.master()) > 0;
      long bytes = 0;
      int executors = 0;
      var all = scala.jdk.javaapi.CollectionConverters.asJava(spark.sc().getExecutorMemoryStatus());
      String driver = spark.getConf().get("spark.driver.port", "");
      for (var executor : all.entrySet()) {
        if (local || !executor.getKey().endsWith(":" + driver)) {
          bytes += (Long) executor.getValue()._1();
          executors++;
        }
      }
      return new Memory(bytes, local ? "this JVM" : text("%,d executor(s)", executors));
    }
  }
}
