package org.sparkbackprop.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.training.loop.EpochRecord;

/**
 * Numbers, labels and two classes with one output: the trainings that {@code
 * src/test/python/golden_targets.py} made with NumPy, made again.
 */
class GoldenTargetsTest {

  private static final Percentage RELATIVE_1E_9 = Percentage.withPercentage(1e-7);
  private static final int EPOCHS = 200;

  private static JavaSparkContext spark;

  @TempDir private Path directory;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  /** A training of NumPy's over rows with these features. */
  private record Golden(double[][] features, Map<?, ?> fields) {

    double[][] rows(String name) {
      return matrix(fields.get(name));
    }

    double[] numbers(String name) {
      return vector(fields.get(name));
    }

    Map<?, ?> settings() {
      return (Map<?, ?>) fields.get("settings");
    }

    boolean isOf(String kind) {
      return kind.equals(settings().get("target.kind"));
    }

    /** The targets of the columns t0, t1, …, as a file has them. */
    String targets(int row) {
      StringBuilder text = new StringBuilder();
      for (double target : rows("targets")[row]) {
        text.append(',').append(isOf("number") ? target : (Object) (int) target);
      }
      return text.toString();
    }

    Network network() {
      List<Integer> hidden = new ArrayList<>();
      ((List<?>) settings().get("network.hidden")).forEach(units -> hidden.add((Integer) units));
      return Network.of(
          features[0].length,
          hidden,
          Activations.named((String) settings().get("network.activation")).orElseThrow(),
          ((Number) fields.get("outputs")).intValue());
    }

    @Override
    public String toString() {
      return (String) fields.get("name");
    }
  }

  private static double[] vector(Object list) {
    return ((List<?>) list).stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
  }

  private static double[][] matrix(Object lists) {
    return ((List<?>) lists).stream().map(GoldenTargetsTest::vector).toArray(double[][]::new);
  }

  static Stream<Golden> trainings() throws IOException {
    try (InputStream input = GoldenTargetsTest.class.getResourceAsStream("golden_targets.json")) {
      Map<String, Object> all = Json.parse(input.readAllBytes(), "golden_targets.json");
      double[][] features = matrix(all.get("features"));
      return ((List<?>) all.get("cases"))
          .stream().map(fields -> new Golden(features, (Map<?, ?>) fields));
    }
  }

  private InputSettings.Builder rows(Golden golden) throws IOException {
    List<String> columns =
        IntStream.range(0, golden.rows("targets")[0].length).mapToObj(k -> "t" + k).toList();
    List<String> lines = new ArrayList<>(List.of("x0,x1,x2," + String.join(",", columns)));
    for (int i = 0; i < golden.features().length; i++) {
      double[] x = golden.features()[i];
      lines.add(x[0] + "," + x[1] + "," + x[2] + golden.targets(i));
    }
    Path file = Files.write(directory.resolve("rows.csv"), lines);
    InputSettings.Builder input = InputSettings.csv(file.toString());
    return golden.isOf("class") ? input.label("t0") : input.targets(columns.toArray(String[]::new));
  }

  private TrainingSettings settings(Golden golden, int partitions) throws IOException {
    Path weights = directory.resolve("initial.safetensors");
    Files.write(weights, WeightsFile.write(golden.network(), golden.numbers("weights")));
    TrainingSettings.Builder builder =
        TrainingSettings.builder()
            .recipe("textbook")
            .input(rows(golden))
            .initialWeights(weights.toString())
            .epochs(EPOCHS)
            .partitions(partitions);
    golden.settings().forEach((key, value) -> builder.set((String) key, value));
    return builder.build();
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void theCostsOfEveryEpochAndThePredictionsAreThoseOfNumPy(Golden golden) throws IOException {
    for (int partitions : new int[] {1, 3}) {
      List<Double> costs = new ArrayList<>();
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void recorded(EpochRecord epoch) {
              costs.add(epoch.cost());
            }
          };
      Model model = Training.of(settings(golden, partitions)).listener(listener).run(spark).model();
      double[] expected = golden.numbers("costs");
      assertThat(costs).hasSize(EPOCHS + 1).hasSameSizeAs(expected);
      for (int epoch = 0; epoch < expected.length; epoch++) {
        assertThat(costs.get(epoch))
            .as("cost of epoch %s, %s partitions", epoch, partitions)
            .isCloseTo(expected[epoch], RELATIVE_1E_9);
      }
      double[][] predictions = golden.rows("predictions");
      for (int i = 0; i < predictions.length; i++) {
        double[] predicted = model.predictions(golden.features()[i]);
        assertThat(predicted).hasSameSizeAs(predictions[i]);
        for (int k = 0; k < predicted.length; k++) {
          assertThat(predicted[k]).isCloseTo(predictions[i][k], RELATIVE_1E_9);
        }
      }
    }
  }
}
