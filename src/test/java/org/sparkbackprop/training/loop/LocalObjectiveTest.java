package org.sparkbackprop.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.PlainTreeSum;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.optim.Evaluation;

class LocalObjectiveTest {

  private static final Network NETWORK =
      Network.of(3, List.of(4), Activations.named("sigmoid").get(), 3);
  private static final double[] WEIGHTS = Initializer.parameters(NETWORK, 2);

  private static List<Backpropagation> workers(int threads) {
    return Stream.generate(() -> new Backpropagation(NETWORK, Precision.DOUBLE))
        .limit(threads)
        .toList();
  }

  private static List<List<Batch>> partitions(int number) {
    return IntStream.range(0, number)
        .mapToObj(p -> p % 4 == 3 ? List.<Batch>of() : List.of(RandomBatch.of(9 + p, 3, 3, p)))
        .toList();
  }

  @Test
  void threadsAndEmptyPartitionsHaveNoInfluenceOnTheBits() {
    for (int number : new int[] {1, 2, 5, 16, 37}) {
      Backpropagation plain = new Backpropagation(NETWORK, Precision.DOUBLE);
      Evaluation expected =
          LocalObjective.evaluation(
              PlainTreeSum.of(
                  partitions(number).stream()
                      .map(blocks -> plain.gradients(WEIGHTS, blocks.iterator()))
                      .toList()));
      for (int threads = 1; threads <= 4; threads++) {
        try (LocalObjective objective = new LocalObjective(workers(threads), partitions(number))) {
          for (int round = 0; round < 20; round++) {
            Evaluation evaluation = objective.evaluate(WEIGHTS);
            assertThat(evaluation.gradient()).isEqualTo(expected.gradient());
            assertThat(evaluation.cost()).isEqualTo(expected.cost());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theFailureOfAnyThreadIsThrownAsItIs(int threads) {
    List<List<Batch>> partitions = new ArrayList<>(partitions(12));
    Batch good = RandomBatch.of(5, 3, 3, 1);
    partitions.set(
        5, List.of(new Batch(good.inputs(), new ClassLabels(new int[] {0, 1, 2, 99, 0}))));
    try (LocalObjective objective = new LocalObjective(workers(threads), partitions)) {
      for (int round = 0; round < 20; round++) {
        assertThatThrownBy(() -> objective.evaluate(WEIGHTS))
            .isInstanceOf(ArrayIndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void aSumThatGrowsInAnyOrderIsTheSumOfTheTree() {
    Random random = new Random(3);
    for (int parts = 1; parts <= 40; parts++) {
      double[] expected = PlainTreeSum.of(gradients(parts)).values();
      List<Gradients> shuffled = gradients(parts);
      List<Integer> order = new ArrayList<>(IntStream.range(0, parts).boxed().toList());
      Collections.shuffle(order, random);
      GrowingTreeSum<Gradients> sum = new GrowingTreeSum<>(parts);
      order.forEach(place -> sum.add(place, shuffled.get(place)));
      assertThat(sum.total().values()).as("%d parts", parts).isEqualTo(expected);
    }
  }

  private static List<Gradients> gradients(int parts) {
    Backpropagation backpropagation = new Backpropagation(NETWORK, Precision.DOUBLE);
    return new ArrayList<>(
        IntStream.range(0, parts)
            .mapToObj(
                p ->
                    backpropagation.gradients(
                        WEIGHTS, List.of(RandomBatch.of(7, 3, 3, p)).iterator()))
            .toList());
  }
}
