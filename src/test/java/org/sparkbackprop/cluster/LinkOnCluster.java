package org.sparkbackprop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.stores.ServerProcess;

/** A cluster that is not there, does not serve, or ends: one sentence, 69, and no wait for ever. */
class LinkOnCluster {

  @TempDir private Path directory;

  private Submission training(String master) {
    return new Submission(directory, master)
        .set("training.epochs", "100000")
        .property("spark.backprop.executorTimeout", "5s");
  }

  private static void assertUnavailable(Run run, String... sentences) {
    assertThat(run.code()).as(run.told()).isEqualTo(69);
    assertThat(run.errors().lines().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .contains(sentences);
    assertThat(run.errors()).doesNotContain("\tat ");
    assertThat(run.status())
        .contains("\"state\" : \"failed\"", "\"exit_code\" : 69")
        .contains(sentences);
  }

  @Test
  void noWorker() {
    try (StandaloneCluster cluster = StandaloneCluster.start(0)) {
      assertUnavailable(
          training(cluster.url()).run("empty"),
          "no executor was there for 5 s",
          "spark.backprop.executorTimeout");
    }
  }

  @Test
  void workersThatAreTooSmallAndThenAllWorkersLost() {
    try (StandaloneCluster cluster = StandaloneCluster.start(1)) {
      assertUnavailable(
          training(cluster.url()).sparkOption("--executor-memory", "3g").run("small"),
          "no executor was there for 5 s",
          "spark.executor.memory");
      try (Run run = training(cluster.url()).start("lost")) {
        run.awaitEpoch(20);
        cluster.killAllWorkers();
        assertUnavailable(run.await(), "no executor was there for 5 s");
      }
    }
  }

  /** Which Spark itself starts again and again, some six times a second. */
  @Test
  void executorsThatEndAsSoonAsTheyStart() {
    try (StandaloneCluster cluster = StandaloneCluster.start(1)) {
      Run run =
          training(cluster.url())
              .property("spark.executor.extraJavaOptions", "-agentlib:absent")
              .run("ending");
      assertUnavailable(run, "its executors end as soon as they start");
      assertThat(run.log()).contains("EXITED (Command exited with code 1)");
    }
  }

  /** All at once: Spark gives up after a minute of its own. */
  @Test
  void noMasterAnotherSecretAndNoSecret() {
    String nobody = "spark://127.0.0.1:" + ServerProcess.freePort();
    Map<String, String> authentication =
        Map.of(
            "spark.authenticate", "true",
            "spark.authenticate.secret", "the right one",
            "spark.master.rest.enabled", "false"); // which Spark refuses beside a secret
    try (StandaloneCluster cluster = StandaloneCluster.start(0, authentication);
        Run absent = training(nobody).start("absent");
        Run none = training(cluster.url()).start("none");
        Run wrong =
            training(cluster.url())
                .property("spark.authenticate", "true")
                .property("spark.authenticate.secret", "a wrong one")
                .start("wrong")) {
      assertUnavailable(
          absent.await(), "Spark does not start with master " + nobody, "check spark.master");
      assertUnavailable(
          wrong.await(), "refuses this application", "the same spark.authenticate.secret");
      assertUnavailable(none.await(), "refuses this application", "no authentication");
      assertThat(wrong.told()).doesNotContain("a wrong one");
    }
  }
}
