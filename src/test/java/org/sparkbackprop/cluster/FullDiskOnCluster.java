package org.sparkbackprop.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.submit.Command;

/**
 * No room for a model where an earlier one is: that one stays, whole. The driver is what writes.
 */
class FullDiskOnCluster {

  /** Weights of a network with so many units have 4 MB. */
  private static final String TOO_LARGE = "[700, 700]";

  @TempDir private Path directory;

  private Submission training(Path where) {
    return new Submission(where, "local[2]")
        .set("training.epochs", "1")
        .set("input.clouds.samples", "4")
        // thorough compilation, without which Java's vectors are slow; no C1 alone as elsewhere
        .sparkOption("--driver-java-options", "-XX:+UseSerialGC")
        .set("blas", "java") // a native library would have to be unpacked
        .option("--overwrite");
  }

  private void assertThatTheEarlierModelStays(Path where, String... starter) {
    String earlier = training(where).run("run").sha256();
    Run full = training(where).set("network.hidden", TOO_LARGE).startedBy(starter).run("run");
    assertThat(full.code()).as(full.told()).isEqualTo(74);
    assertThat(full.errors().lines().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .contains(where.toString());
    assertThat(full.weights()).isEqualTo(earlier);
    double[] probabilities =
        ModelDirectory.read(new LocalStorage(where.resolve("run/model")))
            .probabilities(new double[] {0, 1});
    assertThat(probabilities).hasSize(3);
    String again = training(where).run("run").sha256();
    assertThat(again).as("and once there is room, all is well").isEqualTo(earlier);
  }

  @Test
  void noFileMayBeAsLargeAsTheWeights() {
    assertThatTheEarlierModelStays(
        directory.resolve("limited"), "bash", "-c", "ulimit -f 2048 && exec \"$@\"", "limited");
  }

  @Test
  void theDiskIsFull() throws IOException, InterruptedException {
    Path disk = Files.createDirectories(directory.resolve("disk"));
    List<String> mount = List.of("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString());
    assumeTrue(
        Files.isExecutable(Path.of("/bin/mount"))
            && new Command(directory, mount).run().code() == 0,
        "a small file system can only be mounted by root");
    try {
      assertThatTheEarlierModelStays(disk);
    } finally {
      new Command(directory, List.of("umount", "-l", disk.toString())).run();
    }
  }
}
