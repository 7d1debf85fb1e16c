package org.sparkbackprop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.storage.LocalStorage;

class SafetensorsTest {

  private static final Network NETWORK =
      Network.of(4, List.of(5), Activations.named("tanh").get(), 3);

  private static byte[] file(String header, int dataBytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  @Test
  void whatIsWrittenIsReadBackToTheBit() {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    double[] values = {0.1, -0.0, Double.MIN_VALUE, 1e300, Math.PI, 1.0 / 3};
    tensors.put("W1", new Safetensors.Tensor(List.of(2, 3), values));
    tensors.put("b1", new Safetensors.Tensor(List.of(0), new double[0]));
    Map<String, Safetensors.Tensor> read = Safetensors.read(Safetensors.write(tensors), "test");
    assertThat(read.keySet()).containsExactly("W1", "b1");
    assertThat(read.get("W1").shape()).containsExactly(2, 3);
    assertThat(read.get("W1").values()).containsExactly(values);
    assertThat(read.get("b1").values()).isEmpty();
  }

  @Test
  void theNumbersBeginAtAMultipleOfEight() {
    byte[] written = WeightsFile.write(NETWORK, Initializer.parameters(NETWORK, 1));
    long header = ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
    assertThat(written).hasSize((int) (8 + header + 8L * NETWORK.parameterCount()));
  }

  @Test
  void thirtyTwoBitNumbersAndMetadataAreRead() {
    String header =
        "{\"__metadata__\":{\"by\":\"NumPy\"},"
            + "\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    byte[] bytes = file(header, 8);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 8, 0.5f);
    assertThat(Safetensors.read(bytes, "test").get("x").values()).containsExactly(0.5, 0);
  }

  @Test
  void claimsThatTheFileDoesNotHoldAreRefused() {
    for (String tensor :
        List.of(
            "{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}",
            "{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}",
            "{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[-8,0]}",
            "{\"dtype\":\"F64\",\"shape\":[2147483647,2147483647],\"data_offsets\":[0,8]}",
            "{\"dtype\":\"F64\",\"shape\":[-1],\"data_offsets\":[0,8]}",
            "{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}",
            "{\"dtype\":\"F64\",\"shape\":[1]}",
            "7")) {
      assertThatThrownBy(() -> Safetensors.read(file("{\"x\":" + tensor + "}", 8), "weights"))
          .as(tensor)
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("weights is not a valid safetensors file");
    }
  }

  @Test
  void aFileThatIsWrittenPieceByPieceHasTheSameBytes(@TempDir Path directory) throws IOException {
    Network large = Network.of(300, List.of(100), Activations.IDENTITY, 3); // some pieces of W1
    double[] parameters = Initializer.parameters(large, 2);
    String sha = WeightsFile.write(large, parameters, new LocalStorage(directory));
    byte[] written = Files.readAllBytes(directory.resolve(WeightsFile.NAME));
    assertThat(written).isEqualTo(WeightsFile.write(large, parameters));
    assertThat(sha).isEqualTo(WeightsFile.sha256(written));
  }

  @Test
  void tensorsThatShareTheirNumbersAreRefusedBeforeTheyTakeManyTimesTheFilesSize() {
    String tensor = "{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}";
    String header = "{\"x\":" + tensor + ",\"y\":" + tensor + "}";
    assertThatThrownBy(() -> Safetensors.read(file(header, 16), "weights"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("tensor y overlaps another");
  }

  @Test
  void aNetworkThatIsLargerThanTheFileIsRefusedBeforeItsWeightsAreAllocated() {
    Network huge = Network.of(60_000, List.of(30_000, 60_000), Activations.IDENTITY, 3);
    byte[] written = WeightsFile.write(NETWORK, Initializer.parameters(NETWORK, 1));
    assertThatThrownBy(() -> WeightsFile.read(written, huge, "small"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("needs W1 of shape [60000, 30000]");
  }

  @Test
  void mutatedFilesAreReadOrRefusedAndNothingElse() {
    byte[] good = WeightsFile.write(NETWORK, Initializer.parameters(NETWORK, 1));
    Random random = new Random(20261123);
    int refused = 0;
    for (int i = 0; i < 5000; i++) {
      byte[] bytes =
          java.util.Arrays.copyOf(
              good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
      for (int flips = random.nextInt(3); flips >= 0 && bytes.length > 0; flips--) {
        // mostly in the header, where damage does most
        bytes[random.nextInt(Math.min(bytes.length, 260))] = (byte) random.nextInt(256);
      }
      try {
        assertThat(WeightsFile.read(bytes, NETWORK, "mutated")).hasSize(NETWORK.parameterCount());
      } catch (ModelFormatException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(4000);
  }

  @Test
  void weightsOfAnotherNetworkAreRefusedWithBothShapes() {
    Network other = Network.of(4, List.of(6), Activations.named("tanh").get(), 3);
    byte[] written = WeightsFile.write(other, Initializer.parameters(other, 1));
    assertThatThrownBy(() -> WeightsFile.read(written, NETWORK, "initial.safetensors"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "initial.safetensors has W1 of shape [4, 6] while network 4-5-3 needs W1 of shape"
                + " [4, 5]");
    Network deeper = Network.of(4, List.of(5, 3), Activations.named("tanh").get(), 3);
    assertThatThrownBy(
            () ->
                WeightsFile.read(
                    WeightsFile.write(deeper, Initializer.parameters(deeper, 1)), NETWORK, "deep"))
        .hasMessageContaining("[W3, b3]");
  }

  /** As the Python package safetensors 0.8 refuses and takes them. */
  @Test
  void everyByteBelongsToOneTensorAndMetadataAreTexts() {
    String one = "{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[%s,%s]}";
    String first = "\"x\":" + one.formatted(0, 8);
    String none = "\"z\":{\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[%s,%s]}";
    Map<String, String> refused =
        Map.of(
            "{" + first + ",\"y\":" + one.formatted(16, 24) + "}",
            "bytes 8 to 16 after its header belong to no tensor",
            "{\"y\":" + one.formatted(8, 16) + "}",
            "bytes 0 to 8 after",
            "{" + first + "}",
            "bytes 8 to 24 after",
            "{\"__metadata__\":{\"epoch\":1}," + first + "}",
            "__metadata__ in its header is not a map of texts",
            "{\"__metadata__\":\"text\"," + first + "}",
            "__metadata__ in its header");
    refused.forEach(
        (header, why) ->
            assertThatThrownBy(() -> Safetensors.read(file(header, 24), "weights"))
                .as(header)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(why));
    for (String header :
        List.of(
            "{\"y\":" + one.formatted(8, 16) + "," + first + "}",
            "{\"__metadata__\":null," + first + ",\"y\":" + one.formatted(8, 16) + "}",
            "{" + none.formatted(8, 8) + "," + first + ",\"y\":" + one.formatted(8, 16) + "}",
            "{" + none.formatted(16, 16) + "," + first + ",\"y\":" + one.formatted(8, 16) + "}")) {
      assertThat(Safetensors.read(file(header, 16), "weights")).as(header).containsKeys("x", "y");
    }
  }
}
