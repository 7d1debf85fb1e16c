package org.sparkbackprop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A driver on a cluster that is killed, and goes on by {@code --resume}. */
class DriverOnCluster {

  private static final int EPOCHS = 80;

  @TempDir private static Path directory;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void startTheCluster() {
    cluster = StandaloneCluster.start(2);
  }

  @AfterAll
  static void endTheCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Submission training(String master, List<String> settings) {
    Submission training =
        new Submission(directory, master)
            .set("training.epochs", Integer.toString(EPOCHS))
            .set("training.checkpoint-every", "7")
            .set("optimizer.gradient", "mean")
            .set("optimizer.learning-rate", "0.05");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      training.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return training;
  }

  static List<List<String>> waysToTrain() {
    return List.of(
        List.of("optimizer.name=momentum", "training.partitions=40"),
        List.of("training.method=local-sgd", "training.batch-size=16", "optimizer.name=adam"));
  }

  /** Twice in one run: early, and later where the first one has gone on. */
  @ParameterizedTest
  @MethodSource("waysToTrain")
  void aKilledDriverGoesOnToTheSameWeights(List<String> settings) {
    String name = "killed-" + settings.hashCode();
    String undisturbed = training("local[2]", settings).run("whole" + name).sha256();
    SplittableRandom random = new SplittableRandom(settings.size());
    for (int part = 0; part < 2; part++) {
      try (Run run = training(cluster.url(), settings).option("--resume").start(name)) {
        run.awaitEpoch(random.nextLong(10, EPOCHS / 3) + part * EPOCHS / 2);
        run.kill();
        assertThat(run.status()).contains("\"running\"");
      }
    }
    Run resumed = training(cluster.url(), settings).option("--resume").run(name);
    assertThat(resumed.sha256()).isEqualTo(undisturbed);
    assertThat(resumed.told()).contains("resumes from the checkpoint after epoch");
  }

  /** What was begun on a cluster may be ended without one. */
  @Test
  void anotherMasterGoesOnToTheSameWeights() {
    List<String> settings = List.of("optimizer.name=l-bfgs", "optimizer.learning-rate=1");
    String undisturbed = training("local[1]", settings).run("elsewhere-whole").sha256();
    try (Run run = training(cluster.url(), settings).start("elsewhere")) {
      run.awaitEpoch(EPOCHS / 4);
      run.terminate();
      assertThat(run.await().code()).isEqualTo(143);
    }
    Run resumed = training("local[2]", settings).option("--resume").run("elsewhere");
    assertThat(resumed.sha256()).isEqualTo(undisturbed);
    assertThat(resumed.told()).contains("resumes from the checkpoint after epoch");
  }
}
