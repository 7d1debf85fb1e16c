package org.sparkbackprop.retrain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;

/** What became of each run, a line of JSON each, in {@code runs.jsonl}: written whole each time. */
final class RunLog {

  private static final String NAME = "runs.jsonl";
  private static final int MAX_LINES = 10_000;
  private static final long LIMIT = 256 << 20;

  private final Storage home;

  /**
   * Of a model.
   *
   * @param home the directory of all that belongs to it
   */
  RunLog(Storage home) {
    this.home = home;
  }

  /**
   * Adds a run; of more than 10,000 the oldest is dropped. Only the owner of the lease may call it.
   */
  void add(Map<String, Object> run) {
    List<String> lines = new ArrayList<>();
    if (home.exists(NAME)) {
      new String(home.read(NAME, LIMIT), StandardCharsets.UTF_8).lines().forEach(lines::add);
    }
    lines.add(Json.line(run));
    List<String> latest = lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size());
    home.writeText(NAME, String.join("\n", latest) + "\n");
  }
}
