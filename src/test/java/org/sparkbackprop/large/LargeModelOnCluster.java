package org.sparkbackprop.large;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.model.WeightsFile;

/**
 * Ten million weights over 64 partitions, with a driver of 1 GB: per epoch it sends the weights
 * about once and gets one gradient. Takes minutes.
 */
class LargeModelOnCluster {

  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final long MINUTES = 15;
  private static final int EPOCHS = 2;

  /** 784 · 3,000 + 3,000 · 2,500 + 2,500 · 10, and the biases. */
  private static final long WEIGHTS = 9_882_510;

  private static final double MAX_GRADIENTS = 2.6;

  @TempDir private Path directory;

  /** What the driver had read and written when a line of the history was there. */
  private record Traffic(long read, long written) {

    static Traffic of(long process) throws IOException {
      long read = 0;
      long written = 0;
      for (String line : Files.readAllLines(Path.of("/proc/" + process + "/io"))) {
        String[] field = line.split(": ", 2);
        read = field[0].equals("rchar") ? Long.parseLong(field[1]) : read;
        written = field[0].equals("wchar") ? Long.parseLong(field[1]) : written;
      }
      return new Traffic(read, written);
    }

    long since(Traffic earlier) {
      return read - earlier.read + written - earlier.written;
    }
  }

  private List<Traffic> train(String output, String... options)
      throws IOException, InterruptedException {
    Path configuration = directory.resolve("large.conf");
    Files.writeString(
        configuration,
        """
        recipe = textbook
        input {
          format = clouds
          clouds { centers = random, count = 10, dimensions = 784, samples = 640 }
        }
        network { hidden = [3000, 2500] }
        training { epochs = %s, partitions = 64, seed = 3, epochs-per-job = 1, precision = float }
        optimizer { learning-rate = 0.01 }
        """
            .formatted(EPOCHS));
    List<String> words = new ArrayList<>(List.of(PROJECT.resolve("submit.sh").toString()));
    words.addAll(List.of(options));
    words.addAll(List.of("train", configuration.toString(), "--output", output));
    Path log = directory.resolve(output + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    Process process = builder.start();
    List<Traffic> lines = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
    Path history = directory.resolve(output).resolve("history.jsonl");
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() > deadline) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException("no end in " + MINUTES + " minutes");
      }
      while (lines.size() < lines(history)) {
        lines.add(Traffic.of(process.pid()));
      }
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return lines;
  }

  private static long lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }

  private String sha(String output) throws IOException {
    return WeightsFile.sha256(
        Files.readAllBytes(directory.resolve(output).resolve("model/weights.safetensors")));
  }

  @Test
  void takesASmallDriverAndLittleMoreThanWeightsOutAndAGradientIn()
      throws IOException, InterruptedException {
    // (bytes are counted in calls that read and write: NIO's do, epoll's do not)
    List<Traffic> lines =
        train(
            "cluster",
            "--master",
            "local-cluster[2,1,2048]",
            "--driver-memory",
            "1g",
            "--conf",
            "spark.executor.memory=1900m",
            "--conf",
            "spark.rpc.io.mode=NIO",
            "--conf",
            "spark.shuffle.io.mode=NIO");
    assertThat(lines).hasSize(EPOCHS + 1);
    long bytesOfEpoch = lines.get(EPOCHS).since(lines.get(0)) / EPOCHS;
    double gradients = (double) bytesOfEpoch / (WEIGHTS * Double.BYTES);
    System.out.printf("%.2f times the gradient through the driver per epoch%n", gradients);
    assertThat(gradients).isBetween(2.0, MAX_GRADIENTS);
    train("local", "--driver-memory", "3g", "--master", "local[2]");
    assertThat(sha("cluster")).isEqualTo(sha("local"));
  }
}
