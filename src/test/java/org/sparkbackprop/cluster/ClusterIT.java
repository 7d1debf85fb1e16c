package org.sparkbackprop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run on a cluster that loses executors and tasks ends with the weights of one that loses nothing
 * and has no cluster. {@code *OnCluster} has more of this.
 */
class ClusterIT {

  private static final int EPOCHS = 80;

  /** Of the epochs at which something is killed. */
  private static final SplittableRandom RANDOM = new SplittableRandom(7);

  @TempDir private static Path directory;
  private static StandaloneCluster cluster;
  private static String undisturbed;

  @BeforeAll
  static void startTheClusterAndTrainWithoutIt() {
    cluster = StandaloneCluster.start(2);
    undisturbed = training("local[2]").run("undisturbed").sha256();
  }

  @AfterAll
  static void endTheCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Submission training(String master) {
    return new Submission(directory, master).set("training.epochs", Integer.toString(EPOCHS));
  }

  @Test
  void aKilledExecutorLeavesNoTraceInTheWeights() {
    try (Run run = training(cluster.url()).start("killed")) {
      run.awaitEpoch(RANDOM.nextLong(5, EPOCHS / 2));
      List<ProcessHandle> executors = cluster.executors();
      assertThat(executors).hasSize(2);
      assertThat(executors.get(RANDOM.nextInt(2)).destroyForcibly()).isTrue();
      assertThat(run.isAlive()).isTrue();
      assertThat(run.await().sha256()).isEqualTo(undisturbed);
      assertThat(run.log()).contains(Run.KILLED);
    }
  }

  @Test
  void aTaskThatFailsOnceLeavesNoTraceInTheWeights() {
    Path marker = directory.resolve("exception.marker");
    Run run = training(cluster.url()).fault(Fault.EXCEPTION, marker).run("exception");
    assertThat(run.sha256()).isEqualTo(undisturbed);
    assertThat(marker).exists();
    assertThat(run.log()).contains("Lost task").contains("a fault of the test");
  }

  @Test
  void aTaskThatEndsItsJvmLeavesNoTraceInTheWeights() {
    Path marker = directory.resolve("exit.marker");
    Run run = training(cluster.url()).fault(Fault.EXIT, marker).run("exit");
    assertThat(run.sha256()).isEqualTo(undisturbed);
    assertThat(marker).exists();
    assertThat(run.log()).contains("Lost executor");
  }
}
