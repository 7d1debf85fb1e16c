package org.sparkbackprop.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.BoundedReading;
import org.sparkbackprop.Damage;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;

/** Five thousand damaged models; the damage to weights goes past the hash. */
class DamagedModelTest {

  private static final int MODELS = 5000;

  @TempDir private Path path;

  /** Of classes, of labels, and of quantiles of a number. */
  private static List<Model> models() {
    LossFunction quantiles = new LossFunction(Losses.PINBALL, 1, List.of(0.1, 0.5, 0.9));
    return List.of(
        model(
            Target.ofClasses(List.of("a", "b", "with \"quotes\"")),
            LossFunction.of(Losses.SOFTMAX_CROSS_ENTROPY)),
        model(
            Target.ofLabels(List.of("red", "green", "with \"quotes\"")),
            LossFunction.of(Losses.SIGMOID_CROSS_ENTROPY)),
        model(Target.ofNumbers(List.of("price"), new double[] {0.5}, new double[] {3}), quantiles));
  }

  private static Model model(Target target, LossFunction loss) {
    Network network = Network.of(6, List.of(3, 4), Activations.named("relu").get(), 3).of(loss);
    List<InputColumn> columns =
        List.of(
            InputColumn.number("x1"),
            InputColumn.truth("t"),
            InputColumn.category("c", List.of("red", "blue")),
            InputColumn.vector("v", 2));
    Preparation preparation =
        new Preparation(
                columns,
                List.of(),
                Standardisation.divide(255, columns),
                MissingValues.means(new double[6]),
                Preparation.UnknownCategories.ZEROS)
            .with(target);
    return new Model(
        preparation, network, Initializer.parameters(network, 3), Map.of("name", "test"));
  }

  @Test
  void isReadOrRefusedInASentenceAtACostBoundedByItsSize() throws IOException {
    Storage directory = new LocalStorage(path);
    List<byte[][]> models = new ArrayList<>();
    for (Model model : models()) {
      ModelDirectory.write(directory, model);
      models.add(
          new byte[][] {
            Files.readAllBytes(path.resolve("model.json")),
            Files.readAllBytes(path.resolve(WeightsFile.NAME))
          });
    }
    BoundedReading readings = new BoundedReading();
    for (int seed = 0; seed < MODELS; seed++) {
      byte[] description = models.get(seed % models.size())[0];
      byte[] weights = models.get(seed % models.size())[1];
      Damage damage = new Damage(seed);
      byte[] damaged = damage.below(2) == 0 ? damage.ofSafetensors(weights) : weights;
      byte[] told = hashed(description, weights, damaged);
      Files.write(path.resolve(WeightsFile.NAME), damaged);
      Files.write(path.resolve("model.json"), damaged == weights ? damage.ofJson(told) : told);
      readings.of(path, "model " + seed, () -> ModelDirectory.read(directory));
    }
    assertThat(readings.refused()).isGreaterThan(MODELS / 2);
    assertThat(readings.read()).as("harmless damage").isGreaterThan(MODELS / 50);
  }

  private static byte[] hashed(byte[] description, byte[] weights, byte[] damaged) {
    return new String(description, StandardCharsets.UTF_8)
        .replace(WeightsFile.sha256(weights), WeightsFile.sha256(damaged))
        .getBytes(StandardCharsets.UTF_8);
  }
}
