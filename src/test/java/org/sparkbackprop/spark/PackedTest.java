package org.sparkbackprop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.training.loop.TrainingState;
import org.sparkbackprop.training.loop.TrainingState.Effort;

class PackedTest {

  private static TrainingState sentAndReceived(TrainingState state)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Packed<>(state));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (TrainingState) ((Packed<?>) in.readObject()).value();
    }
  }

  @Test
  void arraysOfAnyLengthArriveWithAllTheirBits() throws Exception {
    for (int length : new int[] {0, 1, 8191, 8192, 8193, 20_000}) {
      double[] parameters = new Random(length).doubles(length, -1, 1).toArray();
      double[] good = parameters.clone();
      if (length > 1) {
        parameters[0] = Double.NaN;
        parameters[1] = -0.0;
      }
      TrainingState state =
          new TrainingState(
              7,
              parameters,
              new OptimizerState(Map.of("velocity", new double[] {1, 2})),
              new Evaluation(1, 2, 0.5, new double[] {3}),
              Effort.NONE,
              new TrainingState.ParametersAt(6, good));
      TrainingState received = sentAndReceived(state);
      assertThat(received.epoch()).isEqualTo(7);
      assertThat(received.parameters()).isEqualTo(parameters);
      assertThat(received.lastGood().parameters()).isEqualTo(good);
      assertThat(received.optimizer().vectors().get("velocity")).containsExactly(1, 2);
      assertThat(received.known().gradient()).containsExactly(3);
    }
  }

  @Test
  void anArrayThatStandsTwiceGoesOnce() throws Exception {
    double[] parameters = {1, 2, 3};
    TrainingState state =
        new TrainingState(
            0,
            parameters,
            new OptimizerState(Map.of()),
            null,
            Effort.NONE,
            new TrainingState.ParametersAt(0, parameters));
    TrainingState received = sentAndReceived(state);
    assertThat(received.parameters()).isSameAs(received.lastGood().parameters());
  }
}
