package org.sparkbackprop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.network.DenseEnsemble;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;

class ModelDirectoryTest {

  @TempDir private Path path;
  private Storage directory;
  private Model model;

  @BeforeEach
  void writeAModel() {
    directory = new LocalStorage(path);
    Network network = Network.of(2, List.of(3, 4), Activations.named("relu").get(), 3);
    Preparation preparation =
        Preparation.ofNumbers(List.of("x1", "x2"), List.of("a", "b", "with \"quotes\""), 255);
    model =
        new Model(preparation, network, Initializer.parameters(network, 3), Map.of("name", "test"));
    ModelDirectory.write(directory, model);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Model read = ModelDirectory.read(directory);
    assertThat(read.network()).hasToString("2-3-4-3");
    assertThat(read.network().layers().get(1).activation().activationName()).isEqualTo("relu");
    assertThat(read.preparation().columns()).isEqualTo(model.preparation().columns());
    assertThat(read.preparation().classNames()).isEqualTo(model.preparation().classNames());
    assertThat(read.preparation().standardisation().divisor()).isEqualTo(255);
    assertThat(read.parameters()).isEqualTo(model.parameters());
    assertThat(read.provenance()).containsEntry("name", "test");
    double[] row = {17, 200};
    assertThat(read.probabilities(row)).isEqualTo(model.probabilities(row));
    assertThat(Arrays.stream(read.probabilities(row)).sum()).isCloseTo(1, within(1e-15));
  }

  @Test
  void everyActivationIsReadBackByItsName() {
    double[] row = {17, 200};
    for (String name : Activations.names()) {
      Network network = Network.of(2, List.of(3, 4), Activations.named(name).get(), 3);
      Model written =
          new Model(
              model.preparation(),
              network,
              Initializer.parameters(network, 3),
              Map.of("name", "a"));
      Storage other = new LocalStorage(path.resolve(name));
      ModelDirectory.write(other, written);
      Model read = ModelDirectory.read(other);
      assertThat(read.network()).isEqualTo(network);
      assertThat(read.probabilities(row)).isEqualTo(written.probabilities(row));
    }
  }

  /** Other programs see one network of dense layers. */
  @Test
  void anEnsembleIsReadBackInAllBits() throws IOException {
    Network network = model.network().ofMembers(4);
    double[] parameters =
        DenseEnsemble.withCommonOutputBias(network, Initializer.parameters(network, 3));
    Model written = new Model(model.preparation(), network, parameters, Map.of("name", "a"));
    Storage other = new LocalStorage(path.resolve("ensemble"));
    ModelDirectory.write(other, written);
    Model read = ModelDirectory.read(other);
    assertThat(read.network()).isEqualTo(network).hasToString("4 x 2-3-4-3");
    assertThat(read.parameters()).isEqualTo(parameters);
    assertThat(read.provenance()).containsOnlyKeys("name");
    Path description = path.resolve("ensemble/model.json");
    String text = Files.readString(description);
    assertThat(text)
        .contains("\"members\" : 4")
        .containsPattern("\"layers\" : \\[\\s*2,\\s*12,\\s*16,\\s*3");
    double[] dense =
        WeightsFile.read(
            Files.readAllBytes(path.resolve("ensemble/weights.safetensors")),
            new DenseEnsemble(network).network(),
            "weights");
    assertThat(new DenseEnsemble(network).parameters(parameters)).isEqualTo(dense);
    dense[2 * 12 + 12 + 15] = 0.5; // W2 from the first member to the last
    byte[] connected = WeightsFile.write(new DenseEnsemble(network).network(), dense);
    assertThatThrownBy(() -> WeightsFile.readOfModel(connected, network, "w.safetensors"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "w.safetensors has weights between the members of 4 x 2-3-4-3, which an ensemble does"
                + " not have");
    for (String wrong : List.of("0", "3", "8", "-4", "\"4\"", "[]")) {
      Files.writeString(description, text.replace("\"members\" : 4", "\"members\" : " + wrong));
      assertThatThrownBy(() -> ModelDirectory.read(other))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("members");
    }
  }

  @Test
  void theRowIsPreparedAsTheModelSays() {
    Model undivided =
        new Model(
            Preparation.ofNumbers(List.of("x1", "x2"), model.preparation().classNames(), 1),
            model.network(),
            model.parameters(),
            Map.of());
    assertThat(model.probabilities(new double[] {255, 510}))
        .isEqualTo(undivided.probabilities(new double[] {1, 2}));
    assertThatThrownBy(() -> model.probabilities(new double[3]))
        .hasMessage("the row has 3 features; the model takes 2");
  }

  @Test
  void aFlippedBitInTheWeightsIsFound() throws IOException {
    Path weights = path.resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    for (int at = 0; at < bytes.length; at += 7) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      Files.write(weights, damaged);
      assertThatThrownBy(() -> ModelDirectory.read(directory))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("SHA-256");
    }
  }

  @Test
  void anotherFormatOrADamagedDescriptionIsRefused() throws IOException {
    Path description = path.resolve("model.json");
    String text = Files.readString(description);
    for (String wrong :
        List.of(
            text.replace("\"format\" : 1", "\"format\" : 2"),
            text.replace("\"relu\"", "\"step\""),
            text.replace("[ 2, 3, 4, 3 ]", "[ 2, 3, 3 ]"),
            text.replace("[ 2, 3, 4, 3 ]", "[ 2, 0, 4, 3 ]"),
            text.replace("[ 2, 3, 4, 3 ]", "\"2-3-4-3\""),
            text.replace("\"divide\"", "\"multiply\""))) {
      assertThat(wrong).isNotEqualTo(text);
      Files.writeString(description, wrong);
      assertThatThrownBy(() -> ModelDirectory.read(directory))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("model.json");
    }
    Files.writeString(description, text.substring(0, text.length() / 2));
    assertThatThrownBy(() -> ModelDirectory.read(directory))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model.json is not a JSON object");
  }

  @Test
  void classesSortByNumberIfAllAreIntegersElseByCodePoint() {
    assertThat(Preparation.inClassOrder(List.of("10", "9", "-1", "2")))
        .containsExactly("-1", "2", "9", "10");
    assertThat(Preparation.inClassOrder(List.of("b", "10", "9", "B", "a")))
        .containsExactly("10", "9", "B", "a", "b");
    // U+1F600 sorts behind U+FF5E by code point, before it by UTF-16 unit
    assertThat(Preparation.inClassOrder(List.of("\uD83D\uDE00", "\uFF5E")))
        .containsExactly("\uFF5E", "\uD83D\uDE00");
  }
}
