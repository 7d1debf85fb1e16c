package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.error.ExitCode;

/** Where Spark keeps the rows makes no difference to results. */
class StorageTest {

  private static final String MEMORY = "spark.memory.fraction";

  @TempDir private Path directory;

  @AfterEach
  void restoreMemory() {
    System.clearProperty(MEMORY);
  }

  private String trained(String name, String... settings) throws IOException {
    Path run = directory.resolve(name);
    CommandRun train =
        CommandRun.of("train", "conf/clouds.conf", "--output", run.toString())
            .with("--set", "input.clouds.samples=16000", "--set", "input.clouds.dimensions=100")
            .with("--set", "training.epochs=3", "--set", "training.partitions=8");
    for (String setting : settings) {
      train.with("--set", setting);
    }
    out = train.expect(ExitCode.DONE).out();
    return new RunFiles(run).sha();
  }

  private String out;

  @ParameterizedTest
  @ValueSource(strings = {"memory-and-disk", "memory", "disk"})
  void rowsThatMemoryDoesNotHoldGiveTheSameBits(String storage) throws IOException {
    String all = trained("all");
    assertThat(out).contains("epochs run inside a task");
    System.setProperty(MEMORY, "0.004"); // of 3 GB: a third of the 38 MB that the rows take
    assertThat(trained("little", "training.storage=" + storage)).isEqualTo(all);
    assertThat(out).contains("each epoch is a job").contains("note: the rows take 38.40 MB");
  }

  @Test
  void localSgdGivesTheSameBitsToo() throws IOException {
    String[] settings = {
      "training.method=local-sgd", "optimizer.gradient=mean", "optimizer.learning-rate=0.1"
    };
    String all = trained("all", settings);
    System.setProperty(MEMORY, "0.004");
    assertThat(trained("little", settings)).isEqualTo(all);
    assertThat(out).contains("each round is a job");
  }
}
