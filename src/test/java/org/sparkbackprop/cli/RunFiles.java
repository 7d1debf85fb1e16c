package org.sparkbackprop.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.storage.Json;

/** What a run has left in its directory. */
public record RunFiles(Path directory) {

  public Map<String, Object> json(String name) throws IOException {
    return Json.parse(Files.readAllBytes(directory.resolve(name)), name);
  }

  Map<String, Object> metrics() throws IOException {
    return json("metrics.json");
  }

  List<Map<String, Object>> history() throws IOException {
    return Files.readAllLines(directory.resolve("history.jsonl")).stream()
        .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8), "history"))
        .toList();
  }

  /** A field of every line. */
  List<Double> history(String field) throws IOException {
    return history().stream().map(line -> ((Number) line.get(field)).doubleValue()).toList();
  }

  /** SHA-256 of the weights. */
  String sha() throws IOException {
    return WeightsFile.sha256(Files.readAllBytes(directory.resolve("model/weights.safetensors")));
  }
}
