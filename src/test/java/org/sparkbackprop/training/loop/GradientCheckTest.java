package org.sparkbackprop.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.activation.OutputActivation;
import org.sparkbackprop.network.loss.LabelSmoothing;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;

class GradientCheckTest {

  static Stream<Arguments> activationsAndDepths() {
    return Activations.names().stream()
        .flatMap(name -> IntStream.rangeClosed(0, 3).mapToObj(depth -> Arguments.of(name, depth)));
  }

  @ParameterizedTest
  @MethodSource("activationsAndDepths")
  void backpropagationIsTheDerivative(String activation, int depth) {
    Network network =
        Network.of(4, Collections.nCopies(depth, 5), Activations.named(activation).get(), 3);
    double[] parameters = Initializer.parameters(network, 11);
    Batch samples = RandomBatch.of(60, 4, 3, 17);
    GradientCheck.Result result =
        new GradientCheck(network, LabelSmoothing.NONE, Integer.MAX_VALUE, 1)
            .check(parameters, samples);
    assertThat(result.errors()).hasSize(2 * (depth + 1));
    assertThat(result.errors().values()).allMatch(error -> error < 1e-6, "below 1e-6");
    assertThat(result.samplesChecked()).isGreaterThan(50);
    assertThat(result.samplesChecked() + result.samplesLeftOut()).isEqualTo(60);
  }

  static Stream<Arguments> lossesActivationsAndDepths() {
    return Arrays.stream(Losses.values())
        .flatMap(
            loss ->
                activationsAndDepths()
                    .map(each -> Arguments.of(loss, each.get()[0], each.get()[1])));
  }

  /** Dense and sparse rows, with and without weights, for one member and two. */
  @ParameterizedTest
  @MethodSource("lossesActivationsAndDepths")
  void everyLossHasItsDerivative(Losses loss, String activation, int depth) {
    LossFunction function = new LossFunction(loss, 0.7, List.of(0.2, 0.9));
    Network network =
        Network.of(
                6,
                Collections.nCopies(depth, 5),
                Activations.named(activation).get(),
                function.outputs(2))
            .of(function);
    for (Batch plain :
        List.of(
            RandomBatch.of(60, 6, 2, 17), RandomBatch.sparse(Precision.DOUBLE, 60, 6, 2, 2, 3))) {
      Batch samples =
          new Batch(plain.inputs(), RandomBatch.targets(loss.targets(), 60, 2, 5), weights(60));
      for (int members = 1; members <= (depth == 0 ? 1 : 2); members++) {
        Network each = network.ofMembers(members);
        GradientCheck.Result result =
            new GradientCheck(each, LabelSmoothing.NONE, Integer.MAX_VALUE, 1)
                .check(Initializer.parameters(each, 11), samples);
        assertThat(result.worst()).isLessThan(1e-6);
        assertThat(result.samplesChecked()).isGreaterThan(30);
      }
    }
  }

  @Test
  void anEnsembleHasTheDerivativeOfItsCost() {
    Network network = Network.of(4, List.of(6, 5), Activations.named("relu").get(), 3).ofMembers(2);
    GradientCheck.Result result =
        new GradientCheck(network, LabelSmoothing.uniform(0.1), Integer.MAX_VALUE, 1)
            .check(Initializer.parameters(network, 11), RandomBatch.of(60, 4, 3, 17));
    assertThat(result.errors()).hasSize(2 * 6).containsKeys("W1[1]", "b3[2]");
    assertThat(result.errors().values()).allMatch(error -> error < 1e-6, "below 1e-6");
    assertThat(result.samplesChecked()).isBetween(40, 60);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.9})
  void smoothedTargetsHaveTheDerivativeOfTheirCost(double smoothing) {
    Network network = Network.of(4, List.of(5), Activations.named("gelu").get(), 3);
    double[] parameters = Initializer.parameters(network, 11);
    Batch samples = RandomBatch.of(60, 4, 3, 17);
    Batch weighted = new Batch(samples.inputs(), samples.targets(), weights(60));
    for (Batch each : List.of(samples, weighted)) {
      GradientCheck.Result smoothed =
          new GradientCheck(network, LabelSmoothing.uniform(smoothing), Integer.MAX_VALUE, 1)
              .check(parameters, each);
      assertThat(smoothed.errors().values()).allMatch(error -> error < 1e-6, "below 1e-6");
    }
  }

  private static double[] weights(int samples) {
    return IntStream.range(0, samples).mapToDouble(i -> i % 4 * 0.7).toArray();
  }

  @Test
  void aWrongDerivativeIsFound() {
    Network network = Network.of(4, List.of(5), new WrongTanh(), 3);
    double[] parameters = Initializer.parameters(network, 11);
    GradientCheck.Result result =
        new GradientCheck(network, LabelSmoothing.NONE, Integer.MAX_VALUE, 1)
            .check(parameters, RandomBatch.of(60, 4, 3, 17));
    assertThat(result.errors().get("W1")).isGreaterThan(0.01);
    assertThat(result.errors().get("W2")).isLessThan(1e-6); // to the right of the fault
  }

  /** tanh′ as (1 − z)², an error that was found in a published library. */
  private static final class WrongTanh implements OutputActivation {

    private static final long serialVersionUID = 1;

    @Override
    public String activationName() {
      return "wrong";
    }

    @Override
    public void apply(double[] values, int offset, int length, double addend) {
      for (int i = offset; i < offset + length; i++) {
        values[i] = Math.tanh(values[i] + addend);
      }
    }

    @Override
    public void apply(float[] values, int offset, int length, float addend) {
      throw new UnsupportedOperationException("gradients are checked in double precision");
    }

    @Override
    public void apply(double[] target, double[] operand, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        double z = operand[i];
        target[i] *= (1 - z) * (1 - z);
      }
    }

    @Override
    public void apply(float[] target, float[] operand, int offset, int length) {
      throw new UnsupportedOperationException("gradients are checked in double precision");
    }

    @Override
    public boolean isSaturated(double z) {
      return Math.abs(z) > 0.98;
    }
  }
}
