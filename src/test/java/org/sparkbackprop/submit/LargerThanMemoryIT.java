package org.sparkbackprop.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.model.WeightsFile;

/** A data set of 1.57 GB in a JVM of 512 MB: three times its heap. */
class LargerThanMemoryIT {

  private static final Path PROJECT = Path.of("").toAbsolutePath();

  @TempDir private Path directory;

  private String trained(String memory, String message) throws IOException, InterruptedException {
    Path configuration = directory.resolve("large.conf");
    Files.writeString(
        configuration,
        """
        recipe = textbook
        input {
          format = clouds
          clouds { centers = random, count = 3, dimensions = 200, samples = 327680 }
        }
        network { hidden = [10] }
        training { epochs = 1, seed = 3 }
        """);
    Command.Result run =
        new Command(
                directory,
                List.of(
                    PROJECT.resolve("submit.sh").toString(),
                    "--driver-memory",
                    memory,
                    "train",
                    configuration.toString(),
                    "--output",
                    memory))
            .run();
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("1.573 GB of rows").contains(message);
    return WeightsFile.sha256(
        Files.readAllBytes(directory.resolve(memory).resolve("model/weights.safetensors")));
  }

  @Test
  void trainsToTheBitsOfALargeHeap() throws IOException, InterruptedException {
    assertThat(trained("512m", "the rest goes to local disks"))
        .isEqualTo(trained("4g", "epochs run inside a task"));
  }
}
