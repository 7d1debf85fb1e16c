package org.sparkbackprop.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparkbackprop.cluster.MeasuredEpochs;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.plan.ClusterModel;
import org.sparkbackprop.plan.StepTime;

/**
 * Epochs on a standalone cluster of one and of two executors, on this machine's cores, beside what
 * {@link ClusterModel} foretells of them: medians over the rounds.
 */
final class Scaling {

  /** Of the loopback interface, which no card limits. */
  private static final double BYTES_PER_SECOND = 2e9;

  private static final int BLOCK = 512;

  /** A workload: a network over generated rows. */
  private record Point(int features, List<Integer> hidden, int rows, int partitions, int epochs) {

    Network network() {
      return Network.of(features, hidden, Activations.named("sigmoid").get(), 3);
    }

    List<String> settings() {
      return List.of(
          "input.clouds.dimensions=" + features,
          "input.clouds.samples=" + rows / 3,
          "network.hidden=" + hidden,
          "optimizer.gradient=mean",
          "training.partitions=" + partitions);
    }
  }

  private static final List<Point> POINTS =
      List.of(
          new Point(784, List.of(300), 30_000, 4, 40),
          new Point(784, List.of(100), 36_000, 4, 40),
          new Point(1000, List.of(1000), 3000, 4, 40),
          new Point(1000, List.of(1000), 3000, 32, 16),
          new Point(300, List.of(300), 6000, 2, 120),
          new Point(300, List.of(300), 6000, 32, 60),
          new Point(2, List.of(3), 1500, 2, 400),
          new Point(2, List.of(3), 1500, 32, 200),
          new Point(2, List.of(3), 3000, 200, 40));

  private Scaling() {}

  public static void main(String[] arguments) throws IOException {
    int rounds = Integer.getInteger("benchmark.rounds", 3);
    Path directory = Files.createTempDirectory("scaling");
    BlasChoice.use(BlasPreference.AUTO);
    System.out.printf(
        "| network | partitions | executors | measured, ms | foretold, ms | ratio | compute | waiting"
            + " | aggregation | driver | foretold: compute | broadcast | reduce | scheduling | driver"
            + " |%n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|%n");
    try (MeasuredEpochs measured = new MeasuredEpochs(directory)) {
      for (Point point : POINTS) {
        double row = secondsOfRow(point);
        for (int executors : new int[] {1, 2}) {
          List<Map<String, Double>> epochs = new ArrayList<>();
          for (int round = 0; round < rounds; round++) {
            epochs.add(measured.epoch(executors, point.epochs(), point.settings()));
          }
          epochs.sort((a, b) -> Double.compare(a.get("seconds"), b.get("seconds")));
          print(point, executors, epochs.get(rounds / 2), foretold(point, executors, row));
        }
      }
    }
  }

  private static double secondsOfRow(Point point) {
    int size = Math.min(BLOCK, point.rows() / point.partitions());
    return StepTime.ofBlocks(
        new Backpropagation(point.network(), Precision.DOUBLE),
        RandomBatch.of(Math.max(1, size), point.features(), 3, 1),
        Duration.ofSeconds(1));
  }

  private static ClusterModel.Parts foretold(Point point, int executors, double row) {
    long weights = point.network().parameterCount();
    return new ClusterModel(
            new ClusterModel.Work(point.rows(), row, point.partitions(), weights, weights, 1),
            new ClusterModel.Cluster(executors, 1, BYTES_PER_SECOND))
        .epoch();
  }

  private static void print(
      Point point, int executors, Map<String, Double> measured, ClusterModel.Parts foretold) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.1f | %.1f | %.2f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f"
            + " | %.1f |%n",
        point.network(),
        point.partitions(),
        executors,
        1e3 * measured.get("seconds"),
        1e3 * foretold.total(),
        foretold.total() / measured.get("seconds"),
        1e3 * measured.get("compute"),
        1e3 * measured.get("waiting"),
        1e3 * measured.get("aggregation"),
        1e3 * measured.get("driver"),
        1e3 * foretold.compute(),
        1e3 * foretold.broadcast(),
        1e3 * foretold.reduce(),
        1e3 * foretold.scheduling(),
        1e3 * foretold.driver());
  }
}
