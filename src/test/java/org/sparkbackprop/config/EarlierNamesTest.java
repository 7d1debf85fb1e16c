package org.sparkbackprop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ResultKeys;
import org.sparkbackprop.settings.TrainingSettings;

/** Keys go on under the names that they had. */
class EarlierNamesTest {

  private static final String OLD =
      "bad-rows = quarantine, most-bad-rows = 0.2, most-categories = 7";
  private static final String NEW = "bad-rows = quarantine, max-bad-rows = 0.2, max-categories = 7";

  @TempDir private Path directory;

  private TrainingSettings read(String keys, String... changes) throws IOException {
    Path file = directory.resolve("rows.conf");
    Files.writeString(
        file, "recipe = textbook, input { format = csv, path = rows.csv, %s }".formatted(keys));
    return ConfigurationFile.read(file.toString(), List.of(changes), new Configuration())
        .training();
  }

  @Test
  void bothNamesMeanTheSame() throws IOException {
    TrainingSettings settings = read(OLD);
    assertThat(settings.input().badRows()).isEqualTo(BadRowPolicy.quarantined(0.2));
    assertThat(settings.input().columns().maxCategories()).isEqualTo(7);
    assertThat(settings).isEqualTo(read(NEW));
    assertThat(settings.configuration().get("input").toString()).doesNotContain("most-");
    assertThat(read(OLD, "input.max-bad-rows=0.3").input().badRows().maxShare()).isEqualTo(0.3);
    assertThat(read(NEW, "input.most-bad-rows=0.3").input().badRows().maxShare()).isEqualTo(0.3);
    assertThat(read("", "input={format=json,path=x,most-categories=8}").input().columns())
        .hasFieldOrPropertyWithValue("maxCategories", 8);
  }

  /** A model keeps the configuration of its training. */
  @Test
  void anEarlierModelTakesTheNewNames() {
    Map<String, Object> input =
        Map.of("format", "csv", "path", "x", "bad-rows", "quarantine", "most-bad-rows", 0.2);
    Map<String, Object> kept = Map.of("input", input);
    assertThat(ConfigurationFile.ofModel(kept, "model", List.of()).training().input().badRows())
        .isEqualTo(BadRowPolicy.quarantined(0.2));
    List<String> change = List.of("input.max-bad-rows=0.3");
    assertThat(ConfigurationFile.ofModel(kept, "model", change).training().input().badRows())
        .isEqualTo(BadRowPolicy.quarantined(0.3));
  }

  @Test
  void bothAtOnceAreRefused() {
    String message =
        "input.most-bad-rows is the earlier name of input.max-bad-rows; give one of them";
    assertThatThrownBy(() -> read("most-bad-rows = 0.2, max-bad-rows = 0.2"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> read("", "input.most-bad-rows=0.2", "input.max-bad-rows=0.2"))
        .hasMessageContaining(message);
  }

  /** The checkpoints of an earlier version name their configuration by the hash of its keys. */
  @Test
  void anEarlierRunHasTheSameKeys() throws IOException {
    ResultKeys keys = read(NEW).resultKeys();
    Map<String, Object> constant = Map.of("schedule", Map.of("shape", "constant"));
    Map<String, Object> earlier =
        Map.of(
            "optimizer",
            constant,
            "input",
            Map.of(
                "format", "csv",
                "path", "rows.csv",
                "bad-rows", "quarantine",
                "most-bad-rows", 0.2,
                "most-categories", 7));
    assertThat(keys.of(earlier).differences(keys)).isEmpty();
    assertThat(keys.sha256()).isEqualTo(keys.of(earlier).sha256());
    // as sha256sum has it of the lines input.bad-rows=quarantine to input.path=rows.csv
    assertThat(keys.sha256())
        .isEqualTo("f33c4f53fb6d07511251b012fcb5ab3d64616ae63a3d271950153cb42ff4c692");
    Map<String, Object> other =
        Map.of("optimizer", constant, "input", Map.of("most-bad-rows", 0.3));
    assertThat(keys.of(other).differences(keys)).contains("input.max-bad-rows");
  }
}
