package org.sparkbackprop.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.activation.Sigmoid;
import org.sparkbackprop.network.activation.Tanh;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.network.loss.LabelSmoothing;

class BackpropagationTest {

  private static Gradients gradients(Network network, double[] weights, Batch... batches) {
    return new Backpropagation(network, Precision.DOUBLE)
        .gradients(weights, List.of(batches).iterator());
  }

  @Test
  void workedExampleOfOneLayer() {
    // X = (1 2), W = 0, b = 0: scores 0, so Y = (1/2 1/2) and J = −log 1/2.
    // T = (1 0): δ = Y − T = (−1/2 1/2), ∇W = Xᵀδ = (−1/2 1/2; −1 1), ∇b = δ.
    Network network = Network.of(2, List.of(), Activations.IDENTITY, 2);
    Batch sample =
        new Batch(
            DoubleMatrix.columnMajor(new double[] {1, 2}, 0, 1, 2), new ClassLabels(new int[] {0}));
    Gradients sums = gradients(network, new double[6], sample);
    assertThat(sums.values()).containsExactly(-0.5, 0.5, -1, 1, -0.5, 0.5);
    assertThat(sums.cost()).isCloseTo(Math.log(2), within(1e-15));
    assertThat(sums.correct()).isEqualTo(1); // of equals, the first class
    assertThat(sums.samples()).isEqualTo(1);
  }

  @Test
  void workedExampleOfSmoothedTargets() {
    // X = (1 2), W = 0, b = (log 3 0): Y = (3/4 1/4). With ε = 1/5: T = (9/10 1/10).
    // J = −9/10 log 3/4 − 1/10 log 1/4, δ = Y − T = (−3/20 3/20), ∇W = Xᵀδ, ∇b = δ.
    Network network = Network.of(2, List.of(), Activations.IDENTITY, 2);
    Batch sample =
        new Batch(
            DoubleMatrix.columnMajor(new double[] {1, 2}, 0, 1, 2), new ClassLabels(new int[] {0}));
    double[] parameters = {0, 0, 0, 0, Math.log(3), 0};
    Gradients sums =
        new Backpropagation(network, Precision.DOUBLE, LabelSmoothing.uniform(0.2))
            .gradients(parameters, List.of(sample).iterator());
    double[] expected = {-0.15, 0.15, -0.3, 0.3, -0.15, 0.15};
    assertThat(sums.values()).containsExactly(expected, within(1e-15));
    assertThat(sums.cost()).isCloseTo(-0.9 * Math.log(0.75) - 0.1 * Math.log(0.25), within(1e-15));
    assertThat(sums.correct()).isEqualTo(1);
  }

  /** In blocks of more samples than the loss takes at a time, with weights. */
  @Test
  void smoothedTargetsAreAMixtureOfTheTargetsOfAllClasses() {
    Network network = Network.of(3, List.of(4), new Tanh(), 3);
    double[] parameters = Initializer.parameters(network, 9);
    Batch plain = RandomBatch.of(5000, 3, 3, 1);
    double[] weights = IntStream.range(0, 5000).mapToDouble(i -> i % 3).toArray();
    Batch batch = new Batch(plain.inputs(), plain.targets(), weights);
    Gradients smoothed =
        new Backpropagation(network, Precision.DOUBLE, LabelSmoothing.uniform(0.3))
            .gradients(parameters, List.of(batch).iterator());
    Gradients own = gradients(network, parameters, batch);
    double cost = 0.7 * own.cost();
    double[] expected = Arrays.stream(own.values()).map(x -> 0.7 * x).toArray();
    for (int k = 0; k < 3; k++) {
      int[] all = new int[5000];
      Arrays.fill(all, k);
      Gradients ofClass =
          gradients(network, parameters, new Batch(plain.inputs(), new ClassLabels(all), weights));
      cost += 0.1 * ofClass.cost();
      for (int i = 0; i < expected.length; i++) {
        expected[i] += 0.1 * ofClass.values()[i];
      }
    }
    assertThat(smoothed.values()).containsExactly(expected, within(1e-9));
    assertThat(smoothed.cost()).isCloseTo(cost, within(1e-8));
    assertThat(smoothed.correct()).isEqualTo(own.correct());
  }

  @Test
  void workedExampleOfTwoLayers() {
    // X = (1), W1 = (0), b1 = (0): Z = sigmoid(0) = 1/2. W2 = (2 0), b2 = (0 0): scores (1 0).
    // Y = (e 1)/(e + 1) = (p 1−p), T = (0 1): δ₂ = (p  p·(−1)) = (p −p).
    // ∇W2 = Zᵀδ₂ = (p/2 −p/2), ∇b2 = (p −p).
    // δ₁ = (δ₂ W2ᵀ) z(1 − z) = 2p · 1/4 = p/2, ∇W1 = Xᵀδ₁ = p/2, ∇b1 = p/2. J = −log(1 − p).
    Network network = Network.of(1, List.of(1), new Sigmoid(), 2);
    Batch sample =
        new Batch(
            DoubleMatrix.columnMajor(new double[] {1}, 0, 1, 1), new ClassLabels(new int[] {1}));
    Gradients sums = gradients(network, new double[] {0, 0, 2, 0, 0, 0}, sample);
    double p = Math.E / (Math.E + 1);
    double[] expected = {p / 2, p / 2, p / 2, -p / 2, p, -p};
    assertThat(sums.values()).containsExactly(expected, within(1e-15));
    assertThat(sums.cost()).isCloseTo(-Math.log(1 - p), within(1e-15));
    assertThat(sums.correct()).isZero();
  }

  @Test
  void sumsOverBatchesAreTheSumOverTheirSamples() {
    Network network = Network.of(3, List.of(4, 2), new Tanh(), 3);
    double[] weights = Initializer.parameters(network, 9);
    Batch whole = RandomBatch.of(50, 3, 3, 1);
    int[] first = IntStream.range(0, 17).toArray();
    int[] rest = IntStream.range(17, 50).toArray();
    Gradients together = gradients(network, weights, whole);
    Gradients parts = gradients(network, weights, whole.select(first), whole.select(rest));
    assertThat(parts.values()).containsExactly(together.values(), within(1e-12));
    assertThat(parts.cost()).isCloseTo(together.cost(), within(1e-12));
    assertThat(parts.correct()).isEqualTo(together.correct());
    assertThat(parts.samples()).isEqualTo(50);
  }

  @Test
  void hugeScoresGiveAFiniteCostAndProbabilities() {
    Network network = Network.of(1, List.of(), Activations.IDENTITY, 3);
    double[] weights = {1e4, -1e4, 0, 0, 0, 0};
    Batch sample =
        new Batch(
            DoubleMatrix.columnMajor(new double[] {1}, 0, 1, 1), new ClassLabels(new int[] {1}));
    Gradients sums = gradients(network, weights, sample);
    assertThat(sums.cost()).isEqualTo(2e4);
    assertThat(sums.values()).containsExactly(1, -1, 0, 1, -1, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu", "silu"})
  void scoreCountsWhatTheGradientsPassCounts(String activation) {
    Network network = Network.of(3, List.of(4, 6), Activations.named(activation).get(), 3);
    double[] weights = Initializer.parameters(network, 2);
    Batch batch = RandomBatch.of(80, 3, 3, 5);
    Gradients sums = gradients(network, weights, batch);
    ClassificationScore score =
        (ClassificationScore)
            ForwardPass.of(network, Precision.DOUBLE, weights).score(List.of(batch).iterator());
    assertThat(score.cost()).isCloseTo(sums.cost(), within(1e-12));
    assertThat(score.correct()).isEqualTo(sums.correct());
    assertThat(score.samples()).isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "tanh", "relu", "selu", "silu", "gelu"})
  void singlePrecisionAgreesWithDoubleToSingleRounding(String activation) {
    Network network = Network.of(20, List.of(30, 12), Activations.named(activation).get(), 5);
    double[] weights = Initializer.parameters(network, 8);
    List<Batch> batches = List.of(RandomBatch.of(300, 20, 5, 1), RandomBatch.of(41, 20, 5, 2));
    Gradients wide =
        new Backpropagation(network, Precision.DOUBLE).gradients(weights, batches.iterator());
    Gradients narrow =
        new Backpropagation(network, Precision.FLOAT).gradients(weights, batches.iterator());
    double norm = Math.sqrt(Arrays.stream(wide.values()).map(x -> x * x).sum());
    double difference = 0;
    for (int i = 0; i < wide.values().length; i++) {
      difference += Math.pow(wide.values()[i] - narrow.values()[i], 2);
    }
    assertThat(Math.sqrt(difference) / norm).isBetween(1e-12, 1e-5);
    assertThat(narrow.cost()).isCloseTo(wide.cost(), withinPercentage(1e-4));
    assertThat(Math.abs(narrow.correct() - wide.correct())).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "gelu"})
  void anEpochAllocatesNothingThatGrowsWithTheData(String activation) {
    Network network = Network.of(40, List.of(50), Activations.named(activation).get(), 10);
    double[] weights = Initializer.parameters(network, 8);
    Batch small = RandomBatch.of(1000, 40, 10, 1);
    for (Precision precision : Precision.values()) {
      Backpropagation backpropagation = new Backpropagation(network, precision);
      long bytes = allocated(backpropagation, weights, Collections.nCopies(10, small));
      // small objects for each block, hardly more than a hundredth of the block itself
      assertThat(bytes).as("%s", precision).isLessThan(10 * 1000 * 40 * 8 / 50);
    }
  }

  private static long allocated(
      Backpropagation backpropagation, double[] weights, List<Batch> batches) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int warm = 0; warm < 200; warm++) { // interpreted vectors are objects, compiled are not
      backpropagation.gradients(weights, batches.iterator());
    }
    long least = Long.MAX_VALUE;
    for (int repeat = 0; repeat < 100; repeat++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      backpropagation.gradients(weights, batches.iterator());
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      least = Math.min(least, after - before);
    }
    return least;
  }

  @Test
  void treeSumAddsNeighboursFirst() {
    CounterRandom random = new CounterRandom(3, 3);
    List<Gradients> parts = new ArrayList<>();
    double[] numbers = new double[7];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.normal(i) * Math.pow(10, i);
      Gradients part = new Gradients(1);
      part.values()[0] = numbers[i];
      parts.add(part);
    }
    double left = (numbers[0] + numbers[1]) + (numbers[2] + numbers[3]);
    double right = (numbers[4] + numbers[5]) + numbers[6];
    assertThat(PlainTreeSum.of(parts).values()).containsExactly(left + right);
  }
}
