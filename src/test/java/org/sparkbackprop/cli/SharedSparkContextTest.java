package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.Surroundings;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.run.DivergedException;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.run.StoppedException;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.train.Training;
import org.sparkbackprop.train.TrainingListener;
import org.sparkbackprop.training.loop.StopRequest;
import org.sparkbackprop.training.loop.StopRequests;

/** Trainings in a SparkContext that was there before, and has other users. */
class SharedSparkContextTest {

  /** Rows that are divided by class, and shuffled; a job an epoch. */
  private static final List<String> IRIS =
      List.of(
          "conf/iris.conf",
          "training.method=local-sgd",
          "training.partitions=3",
          "training.epochs=6",
          "training.batch-size=10",
          "training.epochs-per-job=1",
          "training.record-every=2",
          "optimizer.learning-rate=auto",
          "test.fraction=0.1",
          "network.hidden=[30]",
          "blas=java");

  /** Many epochs inside one task, on several threads, and products that no two BLAS give alike. */
  private static final List<String> CLOUDS =
      List.of(
          "conf/clouds.conf",
          "training.partitions=4",
          "training.epochs=1000",
          "training.precision=float",
          "network.hidden=[40]");

  private static final String SERIALIZER = "spark.serializer";
  private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";
  private static final String REGISTRATOR = "spark.kryo.registrator";
  private static final String REGISTRATION = "org.sparkbackprop.spark.KryoRegistration";

  @TempDir private Path directory;

  private JavaSparkContext spark;
  private final AtomicInteger runs = new AtomicInteger();

  @BeforeEach
  void start() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterEach
  void theContextLivesOn() {
    assertThat(spark.parallelize(List.of(1, 2, 3), 2).count()).isEqualTo(3);
    spark.close();
  }

  /** Trains without the command line; gives the SHA-256 of the weights. */
  private String train(List<String> configuration) throws Exception {
    return train(configuration, () -> null);
  }

  /** The same, with something to be done when the rows are in memory. */
  private String train(List<String> configuration, Callable<?> afterReading) throws Exception {
    Path output = directory.resolve("run" + runs.incrementAndGet());
    List<String> changes = configuration.subList(1, configuration.size());
    TrainingSettings settings =
        ConfigurationFile.read(configuration.get(0), changes, new Configuration()).training();
    RunDirectory run = RunDirectory.at(new LocalStorage(output), RunDirectory.Existing.REFUSED);
    Training.of(settings)
        .listener(
            new TrainingListener() {
              @Override
              public void read(PreparedData data, Duration time) {
                try {
                  afterReading.call();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }
            })
        .into(run)
        .run(spark);
    return new RunFiles(output).sha();
  }

  private static List<String> with(List<String> changes, String... more) {
    List<String> all = new ArrayList<>(changes);
    all.addAll(List.of(more));
    return all;
  }

  private static boolean threadOfOursLives() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .anyMatch(Set.of("backpropagation", "vector kernels", "choice of a BLAS")::contains);
  }

  @Test
  void aTrainingGivesBackWhatItTook() throws Exception {
    JavaRDD<Integer> own = spark.parallelize(List.of(1, 2)).cache();
    own.count();
    spark.setJobGroup("mine", "what I do", true);
    spark.setLocalProperty("own", "property");
    Surroundings before = Surroundings.of(spark);
    train(IRIS);
    assertThat(Surroundings.of(spark)).isEqualTo(before);
    train(CLOUDS);
    assertThat(Surroundings.of(spark)).isEqualTo(before);
    assertThat(before.cached()).isEqualTo(Set.of(own.id()));
    for (int wait = 0; wait < 100 && threadOfOursLives(); wait++) {
      Thread.sleep(100);
    }
    assertThat(threadOfOursLives()).isFalse();
  }

  @Test
  void aTrainingThatFailsDoesSoToo() throws Exception {
    Surroundings before = Surroundings.of(spark);
    assertThatThrownBy(() -> train(with(CLOUDS, "optimizer.learning-rate=1e9")))
        .isInstanceOf(DivergedException.class);
    assertThat(Surroundings.of(spark)).isEqualTo(before);
    Path validation = directory.resolve("validation.csv"); // read when training's rows are cached
    Files.writeString(validation, "sepal length,species\n5.1,setosa\n");
    assertThatThrownBy(
            () ->
                train(
                    with(IRIS, "validation.fraction=0", "validation.path=\"" + validation + "\"")))
        .isInstanceOf(DataException.class);
    assertThat(Surroundings.of(spark)).isEqualTo(before);
  }

  @Test
  void aTrainingThatIsStoppedDoesSoToo() throws Exception {
    Surroundings before = Surroundings.of(spark);
    StopRequest.make();
    try {
      assertThatThrownBy(() -> train(IRIS)).isInstanceOf(StoppedException.class);
    } finally {
      StopRequests.withdraw();
    }
    assertThat(Surroundings.of(spark)).isEqualTo(before);
  }

  /** Rows travel and are kept in bytes, and not as they are: what Kryo makes of them counts. */
  @Test
  void aContextWithKryoHasTheSameWeights() throws Exception {
    List<String> inBytes = with(IRIS, "training.storage=disk");
    String iris = train(inBytes);
    String clouds = train(CLOUDS);
    spark.close();
    spark = LocalSpark.start("local[2]", Map.of(SERIALIZER, KRYO, REGISTRATOR, REGISTRATION));
    assertThat(train(inBytes)).isEqualTo(iris);
    assertThat(train(CLOUDS)).isEqualTo(clouds);
  }

  @Test
  void aContextWithKryoAloneIsRefusedInASentence() {
    spark.close();
    spark = LocalSpark.start("local[2]", Map.of(SERIALIZER, KRYO));
    assertThatThrownBy(() -> train(CLOUDS))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(KRYO)
        .hasMessageContaining(REGISTRATOR + " = " + REGISTRATION);
    spark.close();
    spark =
        LocalSpark.start(
            "local[2]",
            Map.of(
                SERIALIZER,
                KRYO,
                REGISTRATOR,
                REGISTRATION,
                "spark.kryo.registrationRequired",
                "true"));
    assertThatThrownBy(() -> train(CLOUDS))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("spark.kryo.registrationRequired = true");
  }

  @Test
  void trainingsInOneContextHaveTheWeightsThatTheyHaveAlone() throws Exception {
    String table = train(IRIS);
    String clouds = train(CLOUDS);
    assertThat(clouds).isNotEqualTo(table);
    assertThat(train(IRIS)).isEqualTo(table);
    assertThat(train(CLOUDS)).isEqualTo(clouds);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 2; round++) {
        CyclicBarrier both = new CyclicBarrier(2);
        Future<String> one = threads.submit(() -> train(IRIS, both::await));
        Future<String> other = threads.submit(() -> train(CLOUDS, both::await));
        assertThat(one.get()).isEqualTo(table);
        assertThat(other.get()).isEqualTo(clouds);
      }
    } finally {
      threads.shutdown();
    }
  }
}
