package org.sparkbackprop.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.SparseBlock;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.HealthCheck;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.LayerHealth;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.LabelSmoothing;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.training.localsgd.LocalSgdSettings;
import org.sparkbackprop.training.localsgd.LocalWorker;
import org.sparkbackprop.training.localsgd.PartitionSamples;
import org.sparkbackprop.training.localsgd.Round;

/** Rows of which only the non-zeros are stored are trained on as the same rows are when dense. */
class SparseInputTest {

  private static final Network NETWORK =
      Network.of(60, List.of(7, 5), Activations.named("tanh").get(), 4);

  private static List<Batch> sparse(Precision precision) {
    return List.of(
        RandomBatch.sparse(precision, 70, 60, 6, 4, 1),
        RandomBatch.sparse(precision, 33, 60, 6, 4, 2));
  }

  private static List<Batch> dense(List<Batch> batches) {
    return batches.stream().map(RandomBatch::dense).toList();
  }

  private static void requireClose(double[] actual, double[] expected, double relative) {
    double norm = Math.sqrt(Arrays.stream(expected).map(x -> x * x).sum());
    assertThat(actual).containsExactly(expected, within(relative * norm));
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreThoseOfTheSameRowsKeptDense(Precision kept) {
    double[] parameters = Initializer.parameters(NETWORK, 3);
    List<Batch> sparse = sparse(kept);
    for (Precision computed : Precision.values()) {
      double relative = computed == Precision.DOUBLE ? 1e-12 : 1e-5;
      Gradients expected =
          new Backpropagation(NETWORK, computed).gradients(parameters, dense(sparse).iterator());
      Backpropagation backpropagation = new Backpropagation(NETWORK, computed);
      Gradients sums = backpropagation.gradients(parameters, sparse.iterator());
      requireClose(sums.values(), expected.values(), relative);
      assertThat(sums.cost()).isCloseTo(expected.cost(), within(relative * expected.cost()));
      assertThat(sums.correct()).isEqualTo(expected.correct());
      assertThat(backpropagation.gradients(parameters, sparse.iterator()).values())
          .isEqualTo(sums.values());
    }
  }

  @ParameterizedTest
  @EnumSource
  void miniBatchStepsAreThoseOfTheSameRowsKeptDense(Precision kept) {
    List<Batch> sparse = sparse(kept);
    double[] expected = weightsAfterSteps(dense(sparse));
    assertThat(expected).isNotEqualTo(Initializer.parameters(NETWORK, 3));
    requireClose(weightsAfterSteps(sparse), expected, 1e-12);
  }

  /** Three rounds of steps with 8 or 9 samples each. */
  private static double[] weightsAfterSteps(List<Batch> blocks) {
    LocalSgdSettings settings =
        new LocalSgdSettings(
            new TrainerSettings(
                new Adam(0.9, 0.999, 1e-8),
                LearningRate.constant(0.01),
                new CostFunction(GradientScale.MEAN, 103, 103, Regularization.none()),
                Stopping.Targets.none(),
                Recording.every(1),
                Duration.ofHours(1)),
            9,
            1,
            0,
            0,
            7);
    LocalWorker worker = new LocalWorker(new Backpropagation(NETWORK, Precision.DOUBLE), settings);
    PartitionSamples samples = new PartitionSamples(blocks);
    TrainingState state =
        TrainingState.initial(Initializer.parameters(NETWORK, 3), settings.rule());
    double[] parameters = state.parameters();
    for (int epoch = 0; epoch < 3; epoch++) {
      Round round = new Round(epoch, 0, parameters, state.optimizer());
      parameters = worker.run(round, 0, samples).parameters();
    }
    return parameters;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "tanh", "relu", "selu", "silu", "gelu"})
  void backpropagationIsTheDerivative(String activation) {
    Network network = Network.of(60, List.of(5), Activations.named(activation).get(), 3);
    GradientCheck.Result result =
        new GradientCheck(network, LabelSmoothing.NONE, Integer.MAX_VALUE, 1)
            .check(
                Initializer.parameters(network, 11),
                RandomBatch.sparse(Precision.DOUBLE, 60, 60, 4, 3, 17));
    assertThat(result.errors().values()).allMatch(error -> error < 1e-6, "below 1e-6");
    assertThat(result.samplesChecked()).isGreaterThan(40);
  }

  @Test
  void selectedRowsStaySparse() {
    Batch batch = sparse(Precision.FLOAT).get(0);
    Batch selected = batch.select(new int[] {5, 3, 5});
    SparseBlock inputs = (SparseBlock) selected.inputs();
    assertThat(inputs.precision()).isEqualTo(Precision.FLOAT);
    assertThat(inputs.nonZeros()).isEqualTo(3 * 6);
    for (int j = 0; j < 60; j++) {
      assertThat(inputs.element(0, j)).isEqualTo(batch.inputs().element(5, j));
      assertThat(inputs.element(1, j)).isEqualTo(batch.inputs().element(3, j));
      assertThat(inputs.element(2, j)).isEqualTo(batch.inputs().element(5, j));
    }
    assertThat(ClassLabels.of(selected.targets())[1]).isEqualTo(ClassLabels.of(batch.targets())[3]);
    assertThat(batch.select(new int[0]).size()).isZero();
  }

  @Test
  void healthAndProbabilitiesAreThoseOfTheSameRowsKeptDense() {
    double[] parameters = Initializer.parameters(NETWORK, 3);
    Batch probe = sparse(Precision.FLOAT).get(0);
    List<LayerHealth> expected = new HealthCheck(NETWORK, RandomBatch.dense(probe)).of(parameters);
    List<LayerHealth> health = new HealthCheck(NETWORK, probe).of(parameters);
    for (int l = 0; l < expected.size(); l++) {
      double gradient = expected.get(l).gradient();
      assertThat(health.get(l).gradient()).isCloseTo(gradient, within(1e-12 * gradient));
      assertThat(health.get(l).saturated()).isEqualTo(Double.valueOf(expected.get(l).saturated()));
    }
    ForwardPass forward = ForwardPass.of(NETWORK, Precision.DOUBLE, parameters);
    DoubleMatrix y = forward.predictions(RandomBatch.dense(probe).inputs());
    double[][] dense = IntStream.range(0, y.rows()).mapToObj(y::row).toArray(double[][]::new);
    y = forward.predictions(probe.inputs());
    for (int i = 0; i < dense.length; i++) {
      assertThat(y.row(i)).containsExactly(dense[i], within(1e-14));
    }
  }

  @Test
  void aPassAllocatesNothingThatGrowsWithTheDataOrTheColumns() {
    Network network = Network.of(100_000, List.of(10), Activations.named("sigmoid").get(), 20);
    double[] parameters = Initializer.parameters(network, 8);
    long gradient = 8L * network.parameterCount();
    for (Precision kept : Precision.values()) {
      List<Batch> batches =
          IntStream.range(0, 4)
              .mapToObj(seed -> RandomBatch.sparse(kept, 500, 100_000, 100, 20, seed))
              .toList();
      for (Precision computed : Precision.values()) {
        Backpropagation backpropagation = new Backpropagation(network, computed);
        // until they are compiled, kernels of vectors leave objects behind
        long least =
            IntStream.range(0, 12)
                .mapToLong(pass -> allocated(backpropagation, parameters, batches))
                .min()
                .orElseThrow();
        // dense, the 2,000 rows would be 1.6 GB, the non-zeros are 2.4 MB
        assertThat(least - gradient).as("%s computed in %s", kept, computed).isLessThan(1_000_000);
      }
    }
  }

  /** The least of a few passes: the JVM's own work now and then counts as the thread's. */
  private static long allocated(
      Backpropagation backpropagation, double[] parameters, List<Batch> batches) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int repeat = 0; repeat < 3; repeat++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      backpropagation.gradients(parameters, batches.iterator());
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      least = Math.min(least, after - before);
    }
    return least;
  }
}
