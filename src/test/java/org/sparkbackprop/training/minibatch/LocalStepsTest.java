package org.sparkbackprop.training.minibatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.LocalObjective;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.Regularization;
import org.sparkbackprop.training.loop.Stopping;
import org.sparkbackprop.training.loop.TrainerSettings;

class LocalStepsTest {

  private static final Network NETWORK =
      Network.of(3, List.of(6), Activations.named("tanh").get(), 2);

  private static List<List<Batch>> partitions(int... sizes) {
    List<List<Batch>> partitions = new ArrayList<>();
    for (int size : sizes) {
      partitions.add(List.of(RandomBatch.of(size, 3, 2, size)));
    }
    return partitions;
  }

  private static MiniBatchSgdSettings settings(
      GradientScale scale, double l2, long samples, int batchSize, int lanes, double rate) {
    return new MiniBatchSgdSettings(
        new TrainerSettings(
            new GradientDescent(),
            LearningRate.constant(rate),
            new CostFunction(scale, samples, samples, Regularization.of(NETWORK, l2)),
            Stopping.Targets.none(),
            Recording.every(1),
            Duration.ofHours(1)),
        batchSize,
        lanes,
        Long.MAX_VALUE,
        0,
        7);
  }

  @ParameterizedTest
  @CsvSource({"SUM,0.01", "MEAN,0.5"})
  void aMiniBatchOfAllSamplesIsAStepOfFullBatchDescent(GradientScale scale, double rate) {
    List<List<Batch>> partitions = partitions(17, 30, 9);
    MiniBatchSgdSettings settings = settings(scale, 0.1, 56, 56, 2, rate);
    double[] initial = Initializer.parameters(NETWORK, 3);
    Evaluation at =
        settings
            .training()
            .cost()
            .of(initial, new LocalObjective(NETWORK, partitions).evaluate(initial));
    try (LocalSteps steps =
        new LocalSteps(new Backpropagation(NETWORK, Precision.DOUBLE), partitions, settings, 2)) {
      steps.begin(initial, settings.rule().initialState(initial.length));
      StepRunner.Outcome outcome = steps.run(0);
      assertThat(outcome.samples()).isEqualTo(56);
      assertThat(outcome.cost()).isCloseTo(at.dataCost(), within(1e-12));
      double[] reached = steps.parameters();
      for (int i = 0; i < initial.length; i++) {
        assertThat(reached[i]).isCloseTo(initial[i] - rate * at.gradient()[i], within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"10,1", "16,4", "64,8", "1,1", "1000,8"})
  void anEpochHasEverySampleOnceInStepsOfAlmostTheSameSize(int batchSize, int lanes) {
    int[] sizes = {100, 3, 57, 1, 31, 31, 31, 31, 31};
    int samples = Arrays.stream(sizes).sum();
    MiniBatchSgdSettings settings = settings(GradientScale.MEAN, 0, samples, batchSize, lanes, 0.1);
    double average = (double) samples / settings.steps();
    int[] next = new int[sizes.length];
    for (long step = 0; step < settings.steps(); step++) {
      int batch = 0;
      for (int p = 0; p < sizes.length; p++) {
        for (int lane = 0; lane < lanes; lane++) {
          int begin = settings.begin(p, sizes[p], step, lane);
          assertThat(begin).isEqualTo(next[p]);
          next[p] = settings.begin(p, sizes[p], step, lane + 1);
          batch += next[p] - begin;
        }
      }
      assertThat((double) batch).isBetween(average - 4, average + 4);
    }
    assertThat(next).isEqualTo(sizes);
  }

  @ParameterizedTest
  @CsvSource({"256,1,4", "256,2,2", "256,4,1", "128,1,2", "32,1,1", "4096,1,8", "100,64,1"})
  void aLaneHasEnoughSamples(int batchSize, int partitions, int lanes) {
    assertThat(MiniBatchSgdSettings.lanes(batchSize, partitions)).isEqualTo(lanes);
  }

  @Test
  @Timeout(20)
  void aTeamWhoseMemberFailsDoesNotWaitForIt() {
    try (ThreadTeam team = new ThreadTeam(4)) {
      for (int failing = 0; failing < 4; failing++) {
        int member = failing;
        assertThatThrownBy(
                () ->
                    team.run(
                        number -> {
                          for (int i = 0; i < 100; i++) {
                            team.meet();
                            if (number == member && i == 50) {
                              throw new IllegalStateException("member " + number);
                            }
                          }
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("member " + member);
      }
      AtomicInteger sum = new AtomicInteger();
      team.run(number -> sum.addAndGet(number));
      assertThat(sum).hasValue(6);
    }
  }

  @Test
  @Timeout(60)
  void afterAMeetingAllSeeWhatEachWroteBefore() {
    int members = 5; // more than there are cores
    int[] numbers = new int[members];
    try (ThreadTeam team = new ThreadTeam(members)) {
      team.run(
          member -> {
            for (int i = 1; i <= 2000; i++) {
              numbers[member] = i;
              team.meet();
              for (int number : numbers) {
                if (number != i) {
                  throw new IllegalStateException(number + " instead of " + i);
                }
              }
              team.meet();
            }
          });
    }
    assertThat(numbers).containsOnly(2000);
  }
}
