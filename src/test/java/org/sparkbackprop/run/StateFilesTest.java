package org.sparkbackprop.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.model.Safetensors;
import org.sparkbackprop.model.Safetensors.Tensor;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.storage.LocalStorage;

class StateFilesTest {

  @TempDir private Path directory;

  @Test
  void vectorsGoToTheNextFileWhereOneWouldBecomeTooLarge() {
    LocalStorage storage = new LocalStorage(directory);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int length : new int[] {3, 4, 0, 2, 12, 1}) {
      tensors.put("of " + length, new Tensor(List.of(length), new double[length]));
    }
    Map<String, String> hashes = StateFiles.write(tensors, storage, 8);
    assertThat(hashes.keySet())
        .containsExactly(
            "state.safetensors",
            "state-2.safetensors",
            "state-3.safetensors",
            "state-4.safetensors");
    assertThat(names(storage, "state.safetensors")).containsExactly("of 3", "of 4", "of 0");
    assertThat(names(storage, "state-2.safetensors")).containsExactly("of 2");
    assertThat(names(storage, "state-3.safetensors")).containsExactly("of 12");
    assertThat(names(storage, "state-4.safetensors")).containsExactly("of 1");
    hashes.forEach(
        (name, hash) -> assertThat(WeightsFile.sha256(storage.read(name, 10_000))).isEqualTo(hash));
  }

  private static Iterable<String> names(LocalStorage storage, String file) {
    return Safetensors.read(storage.read(file, 10_000), file).keySet();
  }
}
