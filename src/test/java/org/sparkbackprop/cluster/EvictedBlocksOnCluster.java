package org.sparkbackprop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors whose memory does not hold the blocks that they should keep. */
class EvictedBlocksOnCluster {

  private static final int EPOCHS = 6;

  @TempDir private Path directory;

  private Submission training(String master) throws IOException {
    Path configuration = directory.resolve("larger.conf");
    Files.writeString(
        configuration,
        """
        recipe = textbook
        input {
          format = clouds
          clouds { centers = random, count = 3, dimensions = 50, samples = 12000 }
        }
        network { hidden = [10] }
        training { seed = 3 }
        """);
    return new Submission(directory, master)
        .configuration(configuration)
        .set("training.epochs", Integer.toString(EPOCHS));
  }

  /** Some 6 MB for an executor, which should keep two blocks of 3.6 MB. */
  private Submission withLittleMemory(String master, String storage) throws IOException {
    return training(master)
        .set("training.storage", storage)
        .property("spark.memory.fraction", "0.03");
  }

  private static long linesOfExecutors(StandaloneCluster cluster, String text) {
    try (Stream<Path> files = Files.walk(cluster.work())) {
      List<Path> logs = files.filter(file -> file.endsWith("stderr")).toList();
      long lines = 0;
      for (Path log : logs) {
        lines += Files.readString(log).lines().filter(line -> line.contains(text)).count();
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("the logs of the executors cannot be read", e);
    }
  }

  @Test
  void blocksThatDoNotFitAreReadFromDiskOrMadeAgainWithTheSameBits() throws IOException {
    String undisturbed = training("local[2]").run("undisturbed").sha256();
    try (StandaloneCluster cluster = StandaloneCluster.start(2)) {
      String disk = withLittleMemory(cluster.url(), "memory-and-disk").run("disk").sha256();
      assertThat(disk).isEqualTo(undisturbed);
      long persisted = linesOfExecutors(cluster, "Not enough space to cache rdd");
      assertThat(persisted).isPositive();
      String again = withLittleMemory(cluster.url(), "memory").run("again").sha256();
      assertThat(again).isEqualTo(undisturbed);
      assertThat(linesOfExecutors(cluster, "Not enough space to cache rdd"))
          .as("it does not fit in any epoch")
          .isGreaterThan(persisted + EPOCHS);
    }
  }
}
