package org.sparkbackprop.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;

/** How long a run waits for executors, and what it says. */
class ExecutorWatchTest {

  private final StringWriter said = new StringWriter();
  private final Tasks tasks = new Tasks();
  private final ExecutorWatch watch =
      new ExecutorWatch(tasks, Duration.ofSeconds(60), new PrintWriter(said, true)::println);

  /** Work of which the test says how it is. */
  private static final class Tasks implements ExecutorWatch.Work {

    private boolean wait = true;
    private boolean answers = true;
    private int cancelled;

    @Override
    public boolean isOver() {
      return false;
    }

    @Override
    public boolean waitsForExecutors() {
      return answers ? wait : ExecutorWatchTest.<RuntimeException>noAnswer();
    }

    @Override
    public void cancel() {
      cancelled++;
    }
  }

  /** As Scala throws what Java would have to declare. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> boolean noAnswer() throws E {
    throw (E) new TimeoutException("no answer");
  }

  private void secondsPass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      watch.look(Duration.ofSeconds(1));
    }
  }

  @Test
  void aWaitThatIsTooLongEndsTheRun() {
    secondsPass(59);
    assertThat(watch.verdict()).isEmpty();
    assertThat(tasks.cancelled).isZero();
    secondsPass(1);
    assertThat(watch.verdict().orElseThrow())
        .hasMessageContaining("no executor was there for 1 min")
        .hasMessageContaining(ExecutorWatch.LIMIT);
    assertThat(Failure.of(watch.verdict().orElseThrow()).code())
        .isEqualTo(ExitCode.CLUSTER_UNAVAILABLE);
    assertThat(tasks.cancelled).isEqualTo(1);
  }

  @Test
  void aWaitOfWhichNothingIsHeardGoesOn() {
    secondsPass(30);
    tasks.answers = false;
    secondsPass(30);
    assertThat(watch.verdict()).isPresent();
  }

  @Test
  void aPauseOfTheWholeMachineIsNoWait() {
    secondsPass(5);
    watch.look(Duration.ofHours(8));
    secondsPass(40);
    assertThat(watch.verdict()).isEmpty();
  }

  @Test
  void whatIsStartedAfterwardsIsEndedToo() {
    secondsPass(62);
    assertThat(tasks.cancelled).isEqualTo(3);
  }

  @Test
  void anExecutorThatComesOrAJobThatIsDoneBeginsTheWaitAnew() {
    secondsPass(59);
    tasks.wait = false;
    secondsPass(1);
    tasks.wait = true;
    secondsPass(59);
    assertThat(watch.verdict()).isEmpty();
  }

  @Test
  void theUserIsToldOnceOfAWait() {
    secondsPass(14);
    assertThat(said.toString()).isEmpty();
    secondsPass(40);
    assertThat(said.toString().lines())
        .singleElement()
        .asString()
        .contains("waiting for executors")
        .contains("1 min");
  }

  @Test
  void theLimitIsATimeOfSparksConfiguration() {
    SparkConf conf = new SparkConf(false);
    assertThat(ExecutorWatch.limit(conf)).isEqualTo(Duration.ofMinutes(10));
    assertThat(ExecutorWatch.limit(conf.set(ExecutorWatch.LIMIT, "90s")))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(ExecutorWatch.limit(conf.set(ExecutorWatch.LIMIT, "500ms")))
        .isEqualTo(Duration.ofMillis(500));
    assertThat(ExecutorWatch.limit(conf.set(ExecutorWatch.LIMIT, "90")))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(ExecutorWatch.limit(conf.set(ExecutorWatch.LIMIT, "0"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5s", "1.5min"})
  void whatIsNoTimeIsAnErrorOfUsage(String value) {
    SparkConf conf = new SparkConf(false).set(ExecutorWatch.LIMIT, value);
    assertThatThrownBy(() -> ExecutorWatch.limit(conf))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(ExecutorWatch.LIMIT + " = " + value)
        .hasMessageContaining("90s");
  }
}
