package org.sparkbackprop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.submit.Command;

/** What may be lost in a run, and how much of a machine it may have, without a trace in weights. */
class FaultsOnCluster {

  private static final int EPOCHS = 80;

  @TempDir private static Path directory;
  private static final Map<Method, String> UNDISTURBED = new EnumMap<>(Method.class);
  private static StandaloneCluster cluster;

  /** How is trained. */
  enum Method {
    FULL_BATCH,
    LOCAL_SGD
  }

  @BeforeAll
  static void startTheClusterAndTrainWithoutIt() {
    cluster = StandaloneCluster.start(2);
    for (Method method : Method.values()) {
      Run run = training(method, "local[1]").run("undisturbed-" + method);
      UNDISTURBED.put(method, run.sha256());
    }
  }

  @AfterAll
  static void endTheCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Submission training(Method method, String master) {
    Submission training =
        new Submission(directory, master).set("training.epochs", Integer.toString(EPOCHS));
    return method == Method.FULL_BATCH
        ? training
        : training
            .set("training.method", "local-sgd")
            .set("training.batch-size", "16")
            .set("optimizer.gradient", "mean")
            .set("optimizer.learning-rate", "0.05");
  }

  @ParameterizedTest
  @CsvSource({"FULL_BATCH, 1", "FULL_BATCH, 2", "LOCAL_SGD, 4"})
  void executorsKilledAtAnyEpoch(Method method, long seed) {
    try (Run run = training(method, cluster.url()).start("killed-" + seed)) {
      assertThat(losingTwoExecutors(run, seed, EPOCHS)).isEqualTo(UNDISTURBED.get(method));
    }
  }

  /** Of more than 32 partitions, the results are summed behind a shuffle, which is lost too. */
  @Test
  void executorsKilledWhileSumsGoThroughAShuffle() {
    int epochs = 24;
    String undisturbed = inManyPartitions("local[1]", epochs).run("many").sha256();
    try (Run run = inManyPartitions(cluster.url(), epochs).start("many-killed")) {
      assertThat(losingTwoExecutors(run, 6, epochs)).isEqualTo(undisturbed);
    }
  }

  private static Submission inManyPartitions(String master, int epochs) {
    return training(Method.FULL_BATCH, master)
        .set("training.partitions", "40")
        .set("training.epochs", Integer.toString(epochs));
  }

  /** The identity of the weights of a run that loses one early, and one late. */
  private static String losingTwoExecutors(Run run, long seed, int epochs) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int part = 0; part < 2; part++) {
      run.awaitEpoch(random.nextLong(2, epochs / 4) + part * epochs / 2);
      List<ProcessHandle> executors = cluster.executors();
      assertThat(executors).isNotEmpty();
      assertThat(executors.get(random.nextInt(executors.size())).destroyForcibly()).isTrue();
      assertThat(run.isAlive()).isTrue();
    }
    String sha256 = run.await().sha256();
    assertThat(run.log().lines().filter(line -> line.contains(Run.KILLED))).hasSize(2);
    return sha256;
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void aKilledWorker(Method method) {
    try (Run run = training(method, cluster.url()).start("worker-" + method)) {
      run.awaitEpoch(EPOCHS / 4);
      cluster.killWorker();
      assertThat(run.isAlive()).isTrue();
      assertThat(run.await().sha256()).isEqualTo(UNDISTURBED.get(method));
      assertThat(run.log()).contains("Lost executor");
    } finally {
      cluster.startWorker();
      cluster.awaitWorkers();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "STRAGGLER", mode = EnumSource.Mode.EXCLUDE)
  void aTaskThatGoesWrongInARoundOfLocalSgd(Fault fault) {
    Path marker = directory.resolve("sgd-%s.marker".formatted(fault));
    Run run = training(Method.LOCAL_SGD, cluster.url()).fault(fault, marker).run("sgd-" + fault);
    assertThat(run.sha256()).isEqualTo(UNDISTURBED.get(Method.LOCAL_SGD));
    assertThat(marker).exists();
  }

  /** It would take ten minutes, and no wait here is as long: the second attempt ends the epoch. */
  @ParameterizedTest
  @EnumSource(Method.class)
  void aStragglerOfWhichASecondAttemptIsFaster(Method method) {
    Path marker = directory.resolve("straggler-%s.marker".formatted(method));
    Run run =
        training(method, cluster.url())
            .property("spark.speculation", "true")
            .property("spark.speculation.interval", "100ms")
            .property("spark.speculation.quantile", "0.5")
            .fault(Fault.STRAGGLER, marker)
            .run("straggler-" + method);
    assertThat(run.sha256()).isEqualTo(UNDISTURBED.get(method));
    assertThat(marker).exists();
  }

  /**
   * Its task is tried again elsewhere, where the rows that it holds are asked of it in vain until
   * Spark's network time is over, here ten seconds instead of two minutes; what it brings
   * afterwards is not wanted any more.
   */
  @Test
  void anExecutorThatIsStoppedAndContinued() throws IOException, InterruptedException {
    Submission training =
        training(Method.FULL_BATCH, cluster.url())
            .property("spark.speculation", "true")
            .property("spark.speculation.interval", "100ms")
            .property("spark.speculation.quantile", "0.5")
            .property("spark.network.timeout", "10s")
            .property("spark.network.timeoutInterval", "5s")
            .property("spark.executor.heartbeatInterval", "2s")
            .property("spark.shuffle.io.maxRetries", "0");
    try (Run run = training.start("stopped")) {
      run.awaitEpoch(EPOCHS / 4);
      String executor = Long.toString(cluster.executors().get(0).pid());
      signal("-STOP", executor);
      try {
        run.awaitEpoch(EPOCHS / 2);
      } finally {
        signal("-CONT", executor);
      }
      assertThat(run.isAlive()).isTrue();
      assertThat(run.await().sha256()).isEqualTo(UNDISTURBED.get(Method.FULL_BATCH));
    }
  }

  private static void signal(String name, String process) throws IOException, InterruptedException {
    assertThat(new Command(directory, List.of("kill", name, process)).run().code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "local[4]"})
  void moreCores(String master) {
    for (Method method : Method.values()) {
      Run run = training(method, master).run(method + "-" + master.replaceAll("\\W", "-"));
      assertThat(run.sha256()).isEqualTo(UNDISTURBED.get(method));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void moreExecutors(int number) {
    Run run =
        training(Method.FULL_BATCH, cluster.url())
            .property("spark.cores.max", Integer.toString(number))
            .run("executors-" + number);
    assertThat(run.sha256()).isEqualTo(UNDISTURBED.get(Method.FULL_BATCH));
  }

  @Test
  void aMasterThatIsLostInTheMidst() {
    try (StandaloneCluster other = StandaloneCluster.start(1);
        Run run = training(Method.FULL_BATCH, other.url()).start("master")) {
      run.awaitEpoch(EPOCHS / 4);
      other.killMaster();
      assertThat(run.isAlive()).isTrue();
      assertThat(run.await().sha256()).isEqualTo(UNDISTURBED.get(Method.FULL_BATCH));
    }
  }
}
