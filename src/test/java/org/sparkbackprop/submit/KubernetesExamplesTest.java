package org.sparkbackprop.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkbackprop.submit.ScheduleExamples.CRON_JOB;
import static org.sparkbackprop.submit.ScheduleExamples.SCHEDULED;
import static org.sparkbackprop.submit.ScheduleExamples.at;
import static org.sparkbackprop.submit.ScheduleExamples.podOf;
import static org.sparkbackprop.submit.ScheduleExamples.rule;
import static org.sparkbackprop.submit.ScheduleExamples.yaml;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of Kubernetes: fields that there are, and the night that a pod finds out. */
class KubernetesExamplesTest {

  @TempDir private Path directory;

  @Test
  void theCronJobHasFieldsOfTheApiOnly() throws IOException {
    Map<?, ?> job = yaml(CRON_JOB);
    assertThat(FieldNames.read().problems("CronJob", job)).isEmpty();
    assertThat(at(job, "apiVersion")).isEqualTo("batch/v1");
    assertThat(at(job, "spec", "concurrencyPolicy")).isEqualTo("Forbid");
    assertThat(at(podOf(job), "restartPolicy")).isEqualTo("Never");
    assertThat(at(job, "spec", "timeZone")).isEqualTo("Etc/UTC");
    checkSchedule(at(job, "spec", "schedule"));
    assertThat(at(rule(job, 0), "action")).isEqualTo("Ignore");
    assertThat(at(rule(job, 1), "action")).isEqualTo("FailJob");
    assertThat(at(rule(job, 1), "onExitCodes", "operator")).isEqualTo("In");
    assertThat(at(rule(job, 1), "onExitCodes", "containerName"))
        .isEqualTo(at(podOf(job), "containers", 0, "name"));
  }

  private static void checkSchedule(Object schedule) {
    assertThat(Crontab.parse(schedule + " true").entries().get(0).times())
        .containsExactly("30", "2", "*", "*", "*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"29739030", "2026-07-18"})
  void everyPodOfAJobHasTheRunOfItsNight(String end) throws IOException, InterruptedException {
    String name = (String) at(yaml(CRON_JOB), "metadata", "name");
    Command.Result run = pod(name + "-" + end);
    assertThat(run.code()).as(run.err()).isZero();
    // 29,739,030 minutes after 1970: 2026-07-18, 02:30 UTC
    assertThat(run.out().strip())
        .endsWith("retrain /etc/spark-backprop/retrain.conf --run-id 2026-07-18 --wait=900");
  }

  @Test
  void aPodWithoutANightEndsWithUsage() throws IOException, InterruptedException {
    Command.Result run = pod("by-hand");
    assertThat(run.code()).isEqualTo(64);
    assertThat(run.err()).contains("the job's name by-hand does not end in a date");
  }

  private Command.Result pod(String jobName) throws IOException, InterruptedException {
    Object container = at(podOf(yaml(CRON_JOB)), "containers", 0);
    assertThat(at(container, "command")).isEqualTo(List.of("/bin/sh", "-ec"));
    assertThat(at(container, "env", 0, "name")).isEqualTo("JOB_NAME");
    String script = (String) at(container, "args", 0);
    assertThat(script).contains("exec /opt/spark/bin/spark-submit");
    String echoing = script.replace("exec /opt/spark/bin/spark-submit", "echo");
    return new Command(directory, List.of("/bin/sh", "-ec", echoing))
        .environment("JOB_NAME", jobName)
        .run();
  }

  @Test
  void theScheduledSparkApplicationHasFieldsOfTheOperatorOnly() throws IOException {
    Map<?, ?> application = yaml(SCHEDULED);
    assertThat(FieldNames.read().problems("ScheduledSparkApplication", application)).isEmpty();
    assertThat(at(application, "apiVersion")).isEqualTo("sparkoperator.k8s.io/v1beta2");
    assertThat(at(application, "spec", "concurrencyPolicy")).isEqualTo("Forbid");
    checkSchedule(at(application, "spec", "schedule"));
    Object template = at(application, "spec", "template");
    assertThat(at(template, "type")).isEqualTo("Java");
    assertThat(at(template, "mainClass")).isEqualTo("org.sparkbackprop.cli.Main");
    assertThat(at(template, "restartPolicy", "type")).isEqualTo("OnFailure");
    assertThat(((List<?>) at(template, "arguments")).toString()).doesNotContain("--run-id");
  }

  @Test
  void wrongFieldsAreFound() throws IOException {
    FieldNames names = FieldNames.read();
    assertThat(names.problems("CronJobSpec", Map.of("schedule", "", "jobTemplates", Map.of())))
        .containsExactlyInAnyOrder(
            "CronJobSpec.jobTemplates is not a field that there is",
            "CronJobSpec.jobTemplate is not there");
    assertThat(names.problems("EnvVar", Map.of("name", "A", "value", 1)))
        .containsExactly("EnvVar.value is not a string");
  }
}
