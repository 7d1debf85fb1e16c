package org.sparkbackprop.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.network.loss.LabelSmoothing;
import org.sparkbackprop.training.loop.GradientCheck;

class SampleWeightsTest {

  private static final int SAMPLES = 60;

  static Stream<Arguments> activationsAndDepths() {
    return Activations.names().stream()
        .flatMap(name -> IntStream.rangeClosed(0, 2).mapToObj(depth -> Arguments.of(name, depth)));
  }

  private static Network network(String activation, int depth) {
    return Network.of(4, Collections.nCopies(depth, 5), Activations.named(activation).get(), 3);
  }

  private static Batch weighted(double... weights) {
    Batch plain = RandomBatch.of(weights.length, 4, 3, 17);
    return new Batch(plain.inputs(), plain.targets(), weights);
  }

  private static double[] randomWeights() {
    CounterRandom random = new CounterRandom(4, 4);
    return IntStream.range(0, SAMPLES).mapToDouble(i -> 3 * random.uniform(i)).toArray();
  }

  private static double[] filled(double weight) {
    double[] weights = new double[SAMPLES];
    Arrays.fill(weights, weight);
    return weights;
  }

  private static Gradients gradients(Network network, Batch... batches) {
    return new Backpropagation(network, Precision.DOUBLE)
        .gradients(Initializer.parameters(network, 11), List.of(batches).iterator());
  }

  private static ClassificationScore score(Network network, Batch batch) {
    return (ClassificationScore)
        ForwardPass.of(network, Precision.DOUBLE, Initializer.parameters(network, 11))
            .score(List.of(batch).iterator());
  }

  private static void assertSameSums(Gradients actual, Gradients expected) {
    assertThat(actual.values()).containsExactly(expected.values(), within(1e-12));
    assertThat(actual.cost()).isCloseTo(expected.cost(), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("activationsAndDepths")
  void backpropagationIsTheDerivativeOfTheWeightedCost(String activation, int depth) {
    Network network = network(activation, depth);
    GradientCheck.Result result =
        new GradientCheck(network, LabelSmoothing.NONE, Integer.MAX_VALUE, 1)
            .check(Initializer.parameters(network, 11), weighted(randomWeights()));
    assertThat(result.errors()).hasSize(2 * (depth + 1));
    assertThat(result.errors().values()).allMatch(error -> error < 1e-6, "below 1e-6");
    assertThat(result.samplesChecked()).isGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("activationsAndDepths")
  void weight2IsTheSampleTwiceAndWeight0IsNoSample(String activation, int depth) {
    Network network = network(activation, depth);
    double[] weights = filled(1);
    Arrays.fill(weights, 20, 30, 2);
    Arrays.fill(weights, 30, 40, 0);
    Batch plain = RandomBatch.of(SAMPLES, 4, 3, 17);
    Batch kept = plain.select(IntStream.range(0, SAMPLES).filter(i -> i < 30 || i >= 40).toArray());
    Batch again = plain.select(IntStream.range(20, 30).toArray());
    assertSameSums(gradients(network, weighted(weights)), gradients(network, kept, again));
  }

  @ParameterizedTest
  @MethodSource("activationsAndDepths")
  void weightsOf1AgreeWithNone(String activation, int depth) {
    Network network = network(activation, depth);
    Batch plain = RandomBatch.of(SAMPLES, 4, 3, 17);
    assertSameSums(gradients(network, weighted(filled(1))), gradients(network, plain));
    assertThat(score(network, weighted(filled(1))).cost())
        .isCloseTo(score(network, plain).cost(), within(1e-12));
  }

  @Test
  void aLargeBatchIsTheSumOfItsParts() { // larger than the softmax takes at a time
    Network network = network("sigmoid", 1);
    double[] weights = new double[5000];
    Arrays.setAll(weights, i -> i % 7);
    Batch whole = weighted(weights);
    Batch[] parts =
        IntStream.range(0, 50)
            .mapToObj(p -> whole.select(IntStream.range(100 * p, 100 * p + 100).toArray()))
            .toArray(Batch[]::new);
    Gradients together = gradients(network, whole);
    Gradients apart = gradients(network, parts);
    assertThat(together.values()).containsExactly(apart.values(), within(1e-9));
    assertThat(together.cost()).isCloseTo(apart.cost(), within(1e-9));
    assertThat(score(network, whole).cost()).isCloseTo(apart.cost(), within(1e-9));
  }

  @Test
  void workedExample() {
    // As in BackpropagationTest: X = (1 2), W = 0, b = 0, T = (1 0), here with w = 3.
    // J = −3 log 1/2, δ = 3 (Y − T) = (−3/2 3/2), ∇W = Xᵀδ = (−3/2 3/2; −3 3), ∇b = δ.
    Network network = Network.of(2, List.of(), Activations.IDENTITY, 2);
    DoubleMatrix inputs = DoubleMatrix.columnMajor(new double[] {1, 2}, 0, 1, 2);
    Batch sample = new Batch(inputs, new ClassLabels(new int[] {0}), new double[] {3});
    Gradients sums =
        new Backpropagation(network, Precision.DOUBLE)
            .gradients(new double[6], List.of(sample).iterator());
    assertThat(sums.values()).containsExactly(-1.5, 1.5, -3, 3, -1.5, 1.5);
    assertThat(sums.cost()).isCloseTo(3 * Math.log(2), within(1e-15));
    assertThat(sums.samples()).isEqualTo(1);
  }

  @Test
  void countsAreOfSamplesAndTheCostIsByWeight() {
    Network network = network("tanh", 1);
    Batch batch = weighted(randomWeights());
    Gradients sums = gradients(network, batch);
    ClassificationScore score = score(network, batch);
    ClassificationScore plain = score(network, RandomBatch.of(SAMPLES, 4, 3, 17));
    assertThat(score.confusion()).isDeepEqualTo(plain.confusion());
    assertThat(sums.correct()).isEqualTo(plain.correct());
    assertThat(sums.samples()).isEqualTo(SAMPLES);
    assertThat(score.cost()).isCloseTo(sums.cost(), within(1e-12));
    assertThat(score.weight()).isEqualTo(Arrays.stream(randomWeights()).reduce(0, Double::sum));
    assertThat(plain.weight()).isEqualTo(SAMPLES);
    double both = score.weight() + SAMPLES;
    assertThat(score.add(plain).weight()).isEqualTo(both);
  }

  @Test
  void samplesKeepTheirWeightsInAnySelection() {
    Batch selected = weighted(5, 0, 7).select(new int[] {2, 0});
    assertThat(selected.weights()).containsExactly(7, 5);
    assertThat(selected.totalWeight()).isEqualTo(12);
    Batch plain = RandomBatch.of(3, 4, 3, 17).select(new int[] {2, 0});
    assertThat(plain.weights()).isEmpty();
    assertThat(plain.totalWeight()).isEqualTo(2);
  }

  @Test
  void weightsThatAreNoneAreRefused() {
    Batch plain = RandomBatch.of(2, 4, 3, 17);
    assertThatThrownBy(() -> new Batch(plain.inputs(), plain.targets(), new double[] {1, 1, 1}))
        .hasMessage("2 samples have 3 weights");
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> weighted(1, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("sample 1 has the weight " + bad);
    }
  }
}
