package org.sparkbackprop.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.optim.AveragedRule;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.training.loop.TrainingLoop.Outcome;

class AveragedWeightsTest {

  private static final Network NETWORK =
      Network.of(4, List.of(5), Activations.named("tanh").get(), 3);

  private static final Batch SAMPLES = RandomBatch.of(30, 4, 3, 1);
  private static final double BETA = 0.8;
  private static final UpdateRule AVERAGED = new AveragedRule(new GradientDescent(), BETA);

  private static LocalObjective objective() {
    return new LocalObjective(NETWORK, List.of(List.of(SAMPLES)));
  }

  private static CostFunction mean() {
    return new CostFunction(
        GradientScale.MEAN, SAMPLES.size(), SAMPLES.size(), Regularization.none());
  }

  private static TrainingState after(UpdateRule rule, TrainingState from, long epochs) {
    return trainer(rule).run(from, epochs, Duration.ofHours(1)).state();
  }

  private static Trainer trainer(UpdateRule rule) {
    TrainerSettings settings =
        new TrainerSettings(
            rule,
            LearningRate.constant(0.5),
            mean(),
            Stopping.Targets.none(),
            Recording.every(1),
            Duration.ofHours(1));
    return new Trainer(objective(), settings, epoch -> {});
  }

  private static TrainingState initial(UpdateRule rule) {
    return TrainingState.initial(Initializer.parameters(NETWORK, 4), rule);
  }

  /** Σ βᵗ⁻ˢ w_s / Σ βᵗ⁻ˢ over the steps s = 1 to t. */
  private static double[] expected(int steps) {
    double[] sum = new double[NETWORK.parameterCount()];
    double weights = 0;
    for (int step = 1; step <= steps; step++) {
      double weight = Math.pow(BETA, steps - step);
      double[] parameters =
          after(new GradientDescent(), initial(new GradientDescent()), step).parameters();
      weights += weight;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * parameters[i];
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= weights;
    }
    return sum;
  }

  @Test
  void theResultIsTheAverageAndTheStepsGoOnFromTheWeights() {
    assertThat(initial(AVERAGED).result().parameters())
        .isEqualTo(Initializer.parameters(NETWORK, 4));
    for (int steps : new int[] {1, 2, 7}) {
      TrainingState state = after(AVERAGED, initial(AVERAGED), steps);
      assertThat(state.result().parameters()).containsExactly(expected(steps), within(1e-14));
      assertThat(state.parameters())
          .isEqualTo(
              after(new GradientDescent(), initial(new GradientDescent()), steps).parameters());
    }
    TrainingState half = after(AVERAGED, initial(AVERAGED), 3);
    assertThat(after(AVERAGED, half, 7).result().parameters())
        .isEqualTo(after(AVERAGED, initial(AVERAGED), 7).result().parameters());
  }

  @Test
  void averagesAreValidatedAndAreWhatTrainingGives() {
    List<double[]> validated = new ArrayList<>();
    Outcome outcome = trained(validated, Stopping.never());
    assertThat(outcome.chosen().parameters()).containsExactly(expected(4), within(1e-14));
    assertThat(outcome.last().cost())
        .isEqualTo(objective().evaluate(outcome.chosen().parameters()).cost());
    assertThat(validated.get(0)).isEqualTo(Initializer.parameters(NETWORK, 4));
    assertThat(validated.get(3)).containsExactly(expected(3), within(1e-14));
    assertThat(validated.get(4)).isEqualTo(outcome.chosen().parameters());
  }

  @Test
  void theBestWeightsAreTheAverageOfTheirEpoch() {
    Stopping patient =
        new Stopping(Stopping.Targets.none(), 9, Stopping.Measure.COST, 0, Stopping.NO_LIMIT);
    Outcome outcome = trained(new ArrayList<>(), patient);
    assertThat(outcome.chosen().epoch()).isEqualTo(2);
    assertThat(outcome.chosen().parameters()).containsExactly(expected(2), within(1e-14));
  }

  /** Four epochs, of which the weights after two are the best. */
  private static Outcome trained(List<double[]> validated, Stopping stopping) {
    ValidatedRunner.Validator validator =
        parameters -> {
          validated.add(parameters.clone());
          double cost = 1 + Math.abs(validated.size() - 3);
          return Optional.of(new EpochRecord.Validation(cost, cost, 0.5));
        };
    return new TrainingLoop(
            new ValidatedEpochs(
                trainer(AVERAGED),
                Optional.of(validator),
                stopping,
                Recording.every(1),
                Stopping.NO_LIMIT),
            objective(),
            new TrainingLoop.Schedule(4, Recording.every(1), CheckpointRule.NEVER),
            mean(),
            new TrainingLoop.Selection(Optional.of(validator), stopping),
            LoopMemory.NONE,
            new Silent())
        .run(initial(AVERAGED));
  }

  private static final class Silent implements LoopListener {

    @Override
    public void recorded(EpochRecord epochRecord) {
      // nobody looks at it
    }

    @Override
    public void noticed(String sentence) {
      // nobody reads it
    }

    @Override
    public void reached(long epoch, double seconds) {
      // nobody waits
    }

    @Override
    public void checkpoint(TrainingState state, LoopMemory memory) {
      throw new AssertionError("no checkpoint is due");
    }
  }

  @Test
  void aShareThatIsNoneIsRefused() {
    for (double beta : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThatThrownBy(() -> new AveragedRule(new GradientDescent(), beta))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(beta));
    }
  }
}
