package org.sparkbackprop.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.storage.Json;

/** Times of epochs on a standalone cluster of two workers on this machine. */
public final class MeasuredEpochs implements AutoCloseable {

  private final Path directory;
  private final StandaloneCluster cluster = StandaloneCluster.start(2);
  private int runs;

  /** Starts the cluster; its runs are kept in a directory. */
  public MeasuredEpochs(Path directory) {
    this.directory = directory;
  }

  /**
   * The seconds of an epoch, over the second half of a run; and where they went, by their names in
   * a history.
   *
   * @param executors 1 or 2, of one core each
   * @param settings as they are given by --set
   */
  public Map<String, Double> epoch(int executors, int epochs, List<String> settings)
      throws IOException {
    Submission submission =
        new Submission(directory, cluster.url())
            .property("spark.cores.max", Integer.toString(executors))
            .property("spark.executor.extraJavaOptions", "-XX:+UseSerialGC")
            .sparkOption("--driver-java-options", "-XX:+UseSerialGC")
            .sparkOption("--driver-memory", "3g")
            .sparkOption("--executor-memory", "900m")
            .set("training.epochs", Integer.toString(epochs));
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      submission.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    String name = "run-" + runs++;
    try (Run run = submission.run(name)) {
      if (run.code() != 0) {
        throw new IllegalStateException(run.told());
      }
    }
    List<String> lines = Files.readAllLines(directory.resolve(name).resolve("history.jsonl"));
    Map<String, Object> half = line(lines.get(epochs / 2));
    Map<String, Object> end = line(lines.get(epochs - 1)); // the last line's pass is not an epoch's
    double between = epochs - 1 - epochs / 2;
    return Map.of(
        "seconds", difference(half, end, "seconds") / between,
        "compute", difference(half, end, "compute_seconds") / between,
        "waiting", difference(half, end, "waiting_seconds") / between,
        "aggregation", difference(half, end, "aggregation_seconds") / between,
        "driver", difference(half, end, "driver_seconds") / between);
  }

  private static Map<String, Object> line(String text) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8), "history");
  }

  private static double difference(Map<String, Object> from, Map<String, Object> to, String key) {
    return ((Number) to.get(key)).doubleValue() - ((Number) from.get(key)).doubleValue();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
