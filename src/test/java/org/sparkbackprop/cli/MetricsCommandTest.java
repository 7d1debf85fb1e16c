package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.error.ExitCode;

/** What a sink of Spark's metrics system sees of a training. */
class MetricsCommandTest {

  @TempDir private Path directory;
  private final Map<String, String> sink = new LinkedHashMap<>();

  @AfterEach
  void forgetTheSink() {
    sink.keySet().forEach(System::clearProperty);
  }

  private void writeFigures(Path to) throws IOException {
    String csv = "spark.metrics.conf.driver.sink.csv.";
    sink.put(csv + "class", "org.apache.spark.metrics.sink.CsvSink");
    sink.put(csv + "directory", Files.createDirectory(to).toString());
    sink.put(csv + "period", "1");
    sink.put(csv + "unit", "seconds");
    sink.put("spark.app.id", "a-training");
    sink.forEach(System::setProperty);
  }

  @Test
  void aSinkShowsTheFiguresOfTheLastRecord() throws IOException {
    Path figures = directory.resolve("figures");
    writeFigures(figures);
    Path rows = directory.resolve("rows.csv");
    Files.writeString(rows, "x,label\n1,a\n2,b\n3,a\nbad,a\n5,b\n");
    Path run = directory.resolve("run");
    CommandRun.of("train", "conf/clouds.conf", "--output", run.toString())
        .with("--set", "input={format=csv,path=\"" + rows + "\",bad-rows=quarantine}")
        .with("--set", "input.max-bad-rows=0.5", "--set", "training.epochs=20")
        .with("--set", "validation.fraction=0.4", "--set", "stopping.measure=balanced-accuracy")
        .with("--set", "stopping.patience=50")
        .expect(ExitCode.DONE);
    List<Map<String, Object>> history = new RunFiles(run).history();
    Map<String, Object> last = history.get(history.size() - 1);
    assertThat(last(figures, "epoch")).isEqualTo(20);
    assertThat(last(figures, "cost")).isEqualTo((double) last.get("cost"));
    assertThat(last(figures, "accuracy")).isEqualTo((double) last.get("accuracy"));
    assertThat(last(figures, "validationMeanCost"))
        .isEqualTo((double) last.get("validation_mean_cost"));
    assertThat(last(figures, "validationMeasure"))
        .isEqualTo((double) last.get("validation_measure"));
    double parts = 0;
    for (String part : List.of("compute", "waiting", "aggregation", "driver")) {
      assertThat(last(figures, part + "Seconds")).isNotNegative();
      assertThat((double) last.get(part + "_seconds")).isEqualTo(last(figures, part + "Seconds"));
      parts += last(figures, part + "Seconds");
    }
    assertThat(parts).isCloseTo((double) last.get("seconds"), within(1e-6));
    assertThat(last(figures, "computeSeconds")).isPositive();
    assertThat(last(figures, "samplesPerSecond")).isPositive();
    assertThat(last(figures, "rowsQuarantined")).isEqualTo(1);
  }

  /** The last value that the sink has written, when Spark stopped. */
  private static double last(Path figures, String name) throws IOException {
    try (Stream<Path> files = Files.list(figures)) {
      Path file =
          files
              .filter(path -> path.toString().endsWith(".driver.spark-backprop." + name + ".csv"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no figure " + name));
      List<String> lines = Files.readAllLines(file);
      String line = lines.get(lines.size() - 1); // the time, a comma, the value
      return Double.parseDouble(line.substring(line.indexOf(',') + 1));
    }
  }
}
