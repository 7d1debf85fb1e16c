package org.sparkbackprop.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.Targets;

/** Cost, gradient and score of every loss, by weighted, repeated, sparse and divided samples. */
class LossGradientsTest {

  private static final int SAMPLES = 60;
  private static final int FEATURES = 12;

  static Stream<Arguments> lossesAndMembers() {
    return Stream.of(Losses.values())
        .flatMap(loss -> Stream.of(Arguments.of(loss, 1), Arguments.of(loss, 4)));
  }

  private static int targets(Losses loss) {
    return loss.targets() == Losses.Of.TWO_CLASSES ? 2 : 3;
  }

  private static Network network(Losses loss, int members) {
    LossFunction function = new LossFunction(loss, 0.5, List.of(0.2, 0.9));
    return Network.of(
            FEATURES, List.of(5), Activations.named("tanh").get(), function.outputs(targets(loss)))
        .of(function)
        .ofMembers(members);
  }

  private static Batch sparse(Losses loss, double... weights) {
    Targets targets = RandomBatch.targets(loss.targets(), SAMPLES, targets(loss), 17);
    Batch inputs = RandomBatch.sparse(Precision.DOUBLE, SAMPLES, FEATURES, 4, 1, 17);
    return new Batch(inputs.inputs(), targets, weights);
  }

  private static Batch dense(Losses loss, double... weights) {
    return RandomBatch.dense(sparse(loss, weights));
  }

  private static Gradients gradients(Network network, Precision precision, Batch... batches) {
    return new Backpropagation(network, precision)
        .gradients(Initializer.parameters(network, 11), List.of(batches).iterator());
  }

  private static double cost(Network network, Batch... batches) {
    return ForwardPass.of(network, Precision.DOUBLE, Initializer.parameters(network, 11))
        .score(List.of(batches).iterator())
        .cost();
  }

  private static void requireSame(Gradients actual, Gradients expected, double tolerance) {
    assertThat(actual.values()).containsExactly(expected.values(), within(tolerance));
    assertThat(actual.cost()).isCloseTo(expected.cost(), within(tolerance));
  }

  @ParameterizedTest
  @MethodSource("lossesAndMembers")
  void weight2IsTheSampleTwiceAndWeight0IsNoSample(Losses loss, int members) {
    Network network = network(loss, members);
    double[] weights =
        IntStream.range(0, SAMPLES).mapToDouble(i -> i < 20 ? 1 : i < 40 ? 2 : 0).toArray();
    Batch all = dense(loss);
    Batch kept = all.select(IntStream.range(0, 40).toArray());
    Batch again = all.select(IntStream.range(20, 40).toArray());
    requireSame(
        gradients(network, Precision.DOUBLE, dense(loss, weights)),
        gradients(network, Precision.DOUBLE, kept, again),
        1e-12);
    assertThat(cost(network, dense(loss, weights)))
        .isCloseTo(cost(network, kept, again), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("lossesAndMembers")
  void sparseSamplesAreDenseOnesInAnyParts(Losses loss, int members) {
    Network network = network(loss, members);
    CounterRandom random = new CounterRandom(4, 4);
    double[] weights = IntStream.range(0, SAMPLES).mapToDouble(random::uniform).toArray();
    Batch sparse = sparse(loss, weights);
    Gradients expected = gradients(network, Precision.DOUBLE, dense(loss, weights));
    requireSame(gradients(network, Precision.DOUBLE, sparse), expected, 1e-12);
    Batch[] parts =
        IntStream.range(0, 4)
            .mapToObj(p -> sparse.select(IntStream.range(15 * p, 15 * p + 15).toArray()))
            .toArray(Batch[]::new);
    requireSame(gradients(network, Precision.DOUBLE, parts), expected, 1e-12);
    assertThat(cost(network, parts)).isCloseTo(cost(network, dense(loss, weights)), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void floatsComeCloseToDoubles(Losses loss) {
    Network network = network(loss, 1);
    Gradients floats = gradients(network, Precision.FLOAT, dense(loss));
    Gradients doubles = gradients(network, Precision.DOUBLE, dense(loss));
    requireSame(floats, doubles, 1e-4);
    assertThat(floats.values()).isNotEqualTo(doubles.values());
    assertThat(floats.correct()).isEqualTo(doubles.correct());
  }
}
