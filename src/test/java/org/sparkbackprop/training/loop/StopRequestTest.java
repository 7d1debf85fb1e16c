package org.sparkbackprop.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.Objective;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.EpochRecord.Validation;

class StopRequestTest {

  private static final Network NETWORK = Network.of(2, List.of(), Activations.IDENTITY, 3);
  private static final Batch SAMPLES = RandomBatch.of(40, 2, 3, 8);
  private static final CostFunction COST =
      new CostFunction(GradientScale.MEAN, SAMPLES.size(), SAMPLES.size(), Regularization.none());
  private static final Adam ADAM = new Adam(0.9, 0.999, 1e-8);
  private static final long EPOCHS = 60;

  private final List<EpochRecord> records = new ArrayList<>();
  private TrainingState keptState;
  private LoopMemory keptMemory;

  @AfterEach
  void letTheOtherTestsTrain() {
    StopRequest.withdraw();
  }

  private final class Keeper implements LoopListener {

    @Override
    public void recorded(EpochRecord epochRecord) {
      records.add(epochRecord);
    }

    @Override
    public void noticed(String sentence) {}

    @Override
    public void reached(long epoch, double seconds) {}

    @Override
    public void checkpoint(TrainingState state, LoopMemory memory) {
      keptState = state;
      keptMemory = memory;
    }
  }

  /** Trains with a rule that has a memory, and with a validation part that becomes worse. */
  private TrainingLoop.Outcome train(Objective objective, TrainingState from, LoopMemory memory) {
    Stopping patience =
        new Stopping(Stopping.Targets.none(), 5, Stopping.Measure.COST, 0, Stopping.NO_LIMIT);
    TrainerSettings settings =
        new TrainerSettings(
            ADAM,
            LearningRate.constant(0.1),
            COST,
            Stopping.Targets.none(),
            Recording.every(2),
            Stopping.NO_LIMIT);
    Optional<ValidatedRunner.Validator> validator =
        Optional.of(parameters -> Optional.of(validation(parameters)));
    return new TrainingLoop(
            new ValidatedEpochs(
                new Trainer(objective, settings, epoch -> {}),
                validator,
                patience,
                Recording.every(2),
                Stopping.NO_LIMIT),
            objective,
            new TrainingLoop.Schedule(EPOCHS, Recording.every(2), CheckpointRule.NEVER),
            COST,
            new TrainingLoop.Selection(validator, patience),
            memory,
            new Keeper())
        .run(from);
  }

  private static Validation validation(double[] parameters) {
    double cost = Math.abs(parameters[0] - 0.3);
    return new Validation(cost, cost, 0.5);
  }

  private static TrainingState start() {
    return TrainingState.initial(Initializer.parameters(NETWORK, 4), ADAM);
  }

  @Test
  void aTrainingThatIsAskedToStopAtAnyStepEndsThereAndGoesOnToTheSameEnd() {
    Objective objective = new LocalObjective(NETWORK, List.of(List.of(SAMPLES)));
    TrainingLoop.Outcome whole = train(objective, start(), LoopMemory.NONE);
    assertThat(whole.reason()).isEqualTo(StopReason.NO_IMPROVEMENT);
    List<String> wholeRecords = withoutSeconds();
    for (int steps = 1; steps < whole.state().epoch(); steps++) {
      records.clear();
      int[] left = {steps};
      Objective interrupted =
          parameters -> {
            if (--left[0] == 0) {
              StopRequest.make();
            }
            return objective.evaluate(parameters);
          };
      TrainingLoop.Outcome half = train(interrupted, start(), LoopMemory.NONE);
      assertThat(half.reason()).isEqualTo(StopReason.STOPPED);
      assertThat(half.last()).isNull();
      assertThat(keptState.epoch()).isEqualTo(half.state().epoch()).isEqualTo(steps);
      StopRequest.withdraw();
      TrainingLoop.Outcome resumed = train(objective, keptState, keptMemory);
      assertThat(resumed.reason()).isEqualTo(whole.reason());
      assertThat(resumed.chosen().parameters()).isEqualTo(whole.chosen().parameters());
      assertThat(resumed.chosen().epoch()).isEqualTo(whole.chosen().epoch());
      assertThat(resumed.state().parameters()).isEqualTo(whole.state().parameters());
      assertThat(withoutSeconds()).isEqualTo(wholeRecords);
    }
  }

  private List<String> withoutSeconds() {
    return records.stream()
        .map(
            record ->
                record.later(-record.seconds(), TimeParts.NONE.minus(record.spent())).toString())
        .toList();
  }

  @Test
  void aTrainingThatIsNotBegunKeepsItsStart() {
    StopRequest.make();
    Objective objective = new LocalObjective(NETWORK, List.of(List.of(SAMPLES)));
    TrainingState start = start();
    assertThat(train(objective, start, LoopMemory.NONE).reason()).isEqualTo(StopReason.STOPPED);
    assertThat(keptState).isSameAs(start);
    assertThat(records).isEmpty();
  }
}
