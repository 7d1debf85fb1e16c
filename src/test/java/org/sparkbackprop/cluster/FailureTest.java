package org.sparkbackprop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.storage.StorageException;

/** What becomes of exceptions that are Spark's own. */
class FailureTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Job 3 cancelled because SparkContext was shut down",
        "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was created at:",
        "Job aborted due to stage failure: Master removed our application: FAILED",
        "Exiting due to error from cluster scheduler: All masters are unresponsive! Giving up."
      })
  void aClusterThatDoesNotServeIsUnavailableWhateverWrapsIt(String message) {
    Exception spark = new SparkException(message);
    assertThat(Failure.of(spark).code()).isEqualTo(ExitCode.CLUSTER_UNAVAILABLE);
    assertThat(Failure.of(new IllegalStateException("wrapped", spark)).code())
        .isEqualTo(ExitCode.CLUSTER_UNAVAILABLE);
  }

  @Test
  void aTaskThatFailsForAnotherReasonIsNoFaultOfTheCluster() {
    assertThat(Failure.of(new SparkException("Job aborted due to stage failure: / by zero")).code())
        .isEqualTo(ExitCode.INTERNAL_ERROR);
  }

  @Test
  void aJavaThatHadoopDoesNotRunOnIsNamedAndNoFileIsBlamed() {
    Exception shape = new UnsupportedOperationException("getSubject is not supported");
    Failure failure =
        Failure.of(
            new StorageException(
                StorageException.Kind.FAILED,
                "cannot reach 'x.conf'",
                new RuntimeException(shape)));
    assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
    assertThat(failure.message())
        .startsWith("Hadoop 3.")
        .contains(
            "does not run on Java " + Runtime.version().feature(), "JAVA_HOME", "Java 17 or 21")
        .doesNotContain("x.conf");
  }
}
