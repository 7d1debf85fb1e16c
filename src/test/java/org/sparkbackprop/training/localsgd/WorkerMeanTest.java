package org.sparkbackprop.training.localsgd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.PlainTreeSum;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.optim.OptimizerState;

class WorkerMeanTest {

  private static final int WEIGHTS = 101;
  private static final Network NETWORK = Network.of(3, List.of(), Activations.IDENTITY, 2);

  /** Of another number of samples each, and of none in one. */
  private static WorkerMean mean(int worker) {
    Random random = new Random(worker);
    Gradients outcome = new Gradients(0);
    if (worker != 2) {
      new Backpropagation(NETWORK, Precision.DOUBLE)
          .gradient(
              RandomBatch.of(3 + worker, 3, 2, worker),
              1,
              org.sparkbackprop.network.Dropout.NONE,
              outcome);
    }
    Map<String, double[]> vectors =
        Map.of("steps", new double[] {worker}, "m", random.doubles(WEIGHTS).toArray());
    return new WorkerMean(random.doubles(WEIGHTS).toArray(), new OptimizerState(vectors), outcome);
  }

  private static List<WorkerMean> means() {
    List<WorkerMean> means = new ArrayList<>();
    for (int worker = 0; worker < 5; worker++) {
      means.add(mean(worker));
    }
    return means;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 101, 200})
  void slicesOfMeansAreTheSlicesOfTheMeanToTheBit(int slices) {
    WorkerMean expected = PlainTreeSum.of(means());
    WorkerMean whole = WorkerMean.room(new Round(0, 0, mean(0).parameters(), mean(0).optimizer()));
    for (int slice = slices - 1; slice >= 0; slice--) {
      List<WorkerMean> parts = new ArrayList<>();
      for (WorkerMean mean : means()) {
        parts.add(mean.slice(slice, slices));
      }
      whole.put(PlainTreeSum.of(parts), slice, slices);
    }
    assertThat(whole).usingRecursiveComparison().isEqualTo(expected);
  }
}
