package org.sparkbackprop.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sparkbackprop.model.Safetensors;
import org.sparkbackprop.model.Safetensors.Tensor;
import org.sparkbackprop.storage.Storage;

/**
 * Vectors of a checkpoint in {@code state.safetensors}, {@code state-2.safetensors}, …: no file is
 * too large to be read into an array of bytes.
 */
final class StateFiles {

  /** Numbers in a file (1 GB), unless one vector has more. */
  static final long NUMBERS = 1 << 27;

  private StateFiles() {}

  /**
   * Writes them in the order of the map.
   *
   * @param max numbers in a file with more than one vector
   * @return the SHA-256 of each file, by its name
   */
  static Map<String, String> write(Map<String, Tensor> tensors, Storage directory, long max) {
    Map<String, String> hashes = new LinkedHashMap<>();
    Map<String, Tensor> file = new LinkedHashMap<>();
    long numbers = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      int more = tensor.getValue().values().length;
      if (numbers > 0 && numbers + more > max) {
        write(file, directory, hashes);
        numbers = 0;
      }
      file.put(tensor.getKey(), tensor.getValue());
      numbers += more;
    }
    write(file, directory, hashes);
    return hashes;
  }

  private static void write(
      Map<String, Tensor> file, Storage directory, Map<String, String> hashes) {
    String name = name(hashes.size());
    hashes.put(name, Safetensors.write(file, directory, name));
    file.clear();
  }

  /** The name of a file by its place among them, from 0. */
  static String name(int place) {
    return place == 0 ? "state.safetensors" : "state-%s.safetensors".formatted(place + 1);
  }
}
