package org.sparkbackprop.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.DenseEnsemble;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.OptimizerSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.training.loop.EpochRecord;

/** Numbers, labels and two classes are trained by every method, also where something fails. */
class TargetTrainingTest {

  private static final int ROWS = 36;
  private static final String OPTIMIZER = "optimizer.name";

  /** Optimisers that every method but L-BFGS may use, with small rates. */
  private static final List<Map<String, Object>> OPTIMIZERS =
      List.of(
          Map.of(OPTIMIZER, "gradient-descent", "optimizer.learning-rate", 0.05),
          Map.of(OPTIMIZER, "momentum", "optimizer.nesterov", true),
          Map.of(OPTIMIZER, "adam", "optimizer.learning-rate", 0.01),
          Map.of(
              OPTIMIZER,
              "adam",
              "optimizer.learning-rate",
              0.01,
              "regularization.weight-decay",
              0.1));

  private static JavaSparkContext spark;
  @TempDir private static Path directory;
  private static Path table;

  @BeforeAll
  static void startSpark() throws IOException {
    spark = LocalSpark.start("local[2]");
    table = TargetCase.table(directory.resolve("table.csv"), ROWS);
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private static void restart(String master, Map<String, String> configuration) {
    spark.close();
    spark = LocalSpark.start(master, configuration);
  }

  /** A training by one of four methods, with the optimisers, precisions and ensembles in turn. */
  private static TrainingSettings settings(TargetCase target, int method, int turn) {
    TrainingSettings.Builder builder =
        target
            .training(table)
            .epochs(8)
            .partitions(3)
            .members(turn % 3 == 0 ? 4 : 1)
            .precision(turn % 2 == 0 ? "double" : "float");
    OPTIMIZERS.get(turn % OPTIMIZERS.size()).forEach(builder::set);
    return switch (method) {
      case 0 -> builder.build();
      case 1 -> builder.miniBatches(12).build();
      case 2 -> builder.localSgd(6).build();
      default -> target.training(table).epochs(8).partitions(3).set(OPTIMIZER, "l-bfgs").build();
    };
  }

  /** A model with the mean cost of each epoch of its training. */
  private record Trained(List<Double> costs, Model model) {

    static Trained by(TrainingSettings settings) {
      List<Double> costs = new ArrayList<>();
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void recorded(EpochRecord epoch) {
              costs.add(epoch.meanCost());
            }
          };
      return new Trained(costs, Training.of(settings).listener(listener).run(spark).model());
    }

    String sha() {
      DenseEnsemble ensemble = new DenseEnsemble(model.network());
      double[] parameters = ensemble.parameters(model.parameters());
      return WeightsFile.sha256(WeightsFile.write(ensemble.network(), parameters));
    }
  }

  @Test
  void everyLossFallsByEveryMethodWithTheSameBitsOnOneThreadAndOnTwo() {
    Map<TargetCase, List<String>> onTwo = shas();
    restart("local[1]", Map.of());
    assertThat(shas()).isEqualTo(onTwo);
  }

  private static Map<TargetCase, List<String>> shas() {
    Map<TargetCase, List<String>> shas = new EnumMap<>(TargetCase.class);
    int turn = 0;
    for (TargetCase target : TargetCase.values()) {
      turn++;
      List<String> ofTarget = new ArrayList<>();
      for (int method = 0; method < (target.isSmooth() ? 4 : 3); method++) {
        Trained trained = Trained.by(settings(target, method, turn + method));
        List<Double> costs = trained.costs();
        assertThat(costs.get(costs.size() - 1))
            .as("%s %s", target, method)
            .isLessThan(costs.get(0));
        assertThat(Arrays.stream(trained.model().parameters())).allMatch(Double::isFinite);
        ofTarget.add(trained.sha());
      }
      assertThat(ofTarget).doesNotHaveDuplicates();
      shas.put(target, ofTarget);
    }
    return shas;
  }

  @ParameterizedTest
  @EnumSource(names = {"ABSOLUTE_ERROR", "PINBALL"})
  void lbfgsRefusesALossWithKinks(TargetCase target) {
    assertThatThrownBy(() -> target.training(table).set(OPTIMIZER, "l-bfgs").build())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("optimizer.name = l-bfgs needs a smooth loss, and target.loss = ")
        .hasMessageContaining("has kinks; use adam, or huber");
  }

  @Test
  void moreThanTwoClassesAreRefusedOneOutput() {
    TrainingSettings settings =
        TargetCase.TWO_CLASSES
            .training(InputSettings.csv("data/iris/iris.csv").label("species"))
            .build();
    assertThatThrownBy(() -> Training.of(settings).run(spark))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("but target.loss = sigmoid-cross-entropy is for two")
        .hasMessageContaining("the label has 3 classes, [setosa, versicolor, virginica]");
  }

  @ParameterizedTest
  @EnumSource(names = {"SQUARED_ERROR_OF_TWO", "LABELS", "TWO_CLASSES"})
  void aRowOfWeight2IsTheRowTwice(TargetCase target) throws IOException {
    Path twice = TargetCase.repeated(directory.resolve("repeated.csv"), ROWS);
    Trained weighted =
        Trained.by(asTheyAre(target, table).set("input.weight", TargetCase.WEIGHT).build());
    Trained repeated = Trained.by(asTheyAre(target, twice).build());
    double[] costs = repeated.costs().stream().mapToDouble(Double::doubleValue).toArray();
    assertThat(weighted.costs().stream().mapToDouble(Double::doubleValue).toArray())
        .containsExactly(costs, within(1e-12));
    assertThat(weighted.model().parameters())
        .containsExactly(repeated.model().parameters(), within(1e-12));
  }

  /** Mean and deviation are over rows, however much each weighs. */
  private static TrainingSettings.Builder asTheyAre(TargetCase target, Path rows) {
    TrainingSettings.Builder builder = target.training(rows).epochs(20).partitions(2);
    return target.isNumber() ? builder.targetsAsTheyAre() : builder;
  }

  @ParameterizedTest
  @EnumSource(names = {"POISSON", "LABELS", "TWO_CLASSES"})
  void sparseRowsTrainAsDenseOnes(TargetCase target) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double[] x = TargetCase.features(i);
      lines.add("%s %s:%s %s:%s".formatted(target.libsvm(i), 1 + i % 40, x[0], 50, x[1]));
    }
    Path file = Files.write(directory.resolve(target + ".svm"), lines);
    Trained sparse = Trained.by(libsvm(target, file, "sparse"));
    Trained dense = Trained.by(libsvm(target, file, "dense"));
    assertThat(sparse.model().parameters())
        .containsExactly(dense.model().parameters(), within(1e-12));
    assertThat(sparse.costs().get(20)).isLessThan(sparse.costs().get(0));
  }

  private static TrainingSettings libsvm(TargetCase target, Path file, String layout) {
    return target
        .training(InputSettings.libsvm(file.toString()).layout(layout))
        .epochs(20)
        .partitions(2)
        .build();
  }

  /** By the scores of the initial weights, which are those of a training without epochs. */
  @Test
  void labelsAreSmoothedTowardsTheSharesOfTheRowsThatHaveThem() throws IOException {
    List<String> labels = List.of("blue", "green", "red");
    List<String> lines = new ArrayList<>(List.of("x0,x1,x2,labels"));
    for (int i = 0; i < ROWS; i++) {
      double[] x = TargetCase.features(i);
      String names = TargetCase.LABELS.libsvm(i).replace(',', '|');
      lines.add(x[0] + "," + x[1] + "," + x[2] + "," + names);
    }
    Path file = Files.write(directory.resolve("names.csv"), lines);
    InputSettings.Builder named =
        InputSettings.csv(file.toString()).targets("labels").labelSeparator("|");
    InputSettings.Builder flags =
        InputSettings.csv(table.toString())
            .features("x0", "x1", "x2")
            .targets("blue", "green", "red");
    Trained trained = smoothed(flags, 0);
    double cost = 0;
    for (int k = 0; k < labels.size(); k++) {
      double share = 0;
      for (int i = 0; i < ROWS; i++) {
        share += target(i, labels.get(k)) / ROWS;
      }
      for (int i = 0; i < ROWS; i++) {
        double p = trained.model().predictions(TargetCase.features(i))[k];
        double t = 0.8 * target(i, labels.get(k)) + 0.2 * share;
        cost -= t * Math.log(p) + (1 - t) * Math.log(1 - p);
      }
    }
    assertThat(trained.costs()).hasSize(1);
    assertThat(trained.costs().get(0)).isCloseTo(cost / ROWS, within(1e-12));
    assertThat(smoothed(named, 0).costs()).isEqualTo(trained.costs());
    assertThat(smoothed(named, 0.25).costs()).isEqualTo(smoothed(flags, 0.25).costs());
  }

  private static double target(int row, String label) {
    return Double.parseDouble(TargetCase.target(row, label));
  }

  private static Trained smoothed(InputSettings.Builder rows, double validation) {
    return Trained.by(
        TargetCase.LABELS
            .training(rows)
            .labelSmoothing(0.2)
            .labelSmoothingTowards(OptimizerSettings.SmoothingTarget.CLASS_SHARES)
            .validationFraction(validation)
            .partitions(1)
            .epochs(0)
            .build());
  }

  @ParameterizedTest
  @EnumSource(names = {"SQUARED_ERROR_OF_TWO", "LABELS"})
  void aTrainingThatBreaksOffIsResumedWithTheBitsOfOneThatDidNot(TargetCase target) {
    TrainingSettings settings =
        target
            .training(table)
            .epochs(9)
            .partitions(3)
            .miniBatches(12)
            .optimizer(OptimizerSettings.adam().learningRate(0.01))
            .dropout(0.2)
            .validationFraction(0.3)
            .checkpointEvery(2)
            .epochsPerJob(1)
            .build();
    Trained whole = Trained.by(settings);
    String run = directory.resolve("run-" + target).toString();
    assertThatThrownBy(
            () ->
                Training.of(settings)
                    .into(RunDirectory.at(run))
                    .listener(new BreaksOff(7))
                    .run(spark))
        .hasMessage("a fault of the test");
    AtomicInteger from = new AtomicInteger();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void resumed(long epoch, double seconds) {
            from.set((int) epoch);
          }
        };
    Model resumed =
        Training.of(settings)
            .into(RunDirectory.at(run, RunDirectory.Existing.RESUMED))
            .listener(listener)
            .run(spark)
            .model();
    assertThat(from.get()).isBetween(2, 6);
    assertThat(resumed.parameters()).isEqualTo(whole.model().parameters());
    assertThat(resumed.preparation().target()).isEqualTo(whole.model().preparation().target());
  }

  /** Ends a training when an epoch has been recorded. */
  private record BreaksOff(long epoch) implements TrainingListener {
    @Override
    public void recorded(EpochRecord record) {
      if (record.epoch() == epoch) {
        throw new IllegalStateException("a fault of the test");
      }
    }
  }

  @Test
  void tasksThatFailOnceAreRetriedWithTheSameBits() {
    List<TargetCase> targets = List.of(TargetCase.SQUARED_ERROR_OF_TWO, TargetCase.LABELS);
    List<String> expected = targets.stream().map(TargetTrainingTest::byJobs).toList();
    FailsOnce.FAILURES.set(0);
    restart("local[2,2]", Map.of("spark.plugins", FailsOnce.class.getName()));
    assertThat(targets.stream().map(TargetTrainingTest::byJobs).toList()).isEqualTo(expected);
    assertThat(FailsOnce.FAILURES.get()).isGreaterThan(10);
  }

  private static String byJobs(TargetCase target) {
    TrainingSettings.Builder builder = target.training(table).epochs(3).partitions(3);
    return Trained.by(builder.epochsPerJob(1).build()).sha();
  }

  /** Lets the first attempt of each task of the second partition fail when its work is done. */
  public static final class FailsOnce implements SparkPlugin, ExecutorPlugin {

    private static final AtomicInteger FAILURES = new AtomicInteger();

    @Override
    public DriverPlugin driverPlugin() {
      return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
      return this;
    }

    @Override
    public void onTaskStart() {
      TaskContext task = TaskContext.get();
      if (task.partitionId() == 1 && task.attemptNumber() == 0) {
        task.addTaskCompletionListener(new Failing());
      }
    }

    /** Spark swallows what a plugin throws, but not what a listener of the task does. */
    private static final class Failing implements TaskCompletionListener {
      @Override
      public void onTaskCompletion(TaskContext context) {
        FAILURES.incrementAndGet();
        throw new IllegalStateException("a fault of the test");
      }
    }
  }
}
