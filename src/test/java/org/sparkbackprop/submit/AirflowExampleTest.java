package org.sparkbackprop.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkbackprop.submit.ScheduleExamples.DO_NOT_RETRY;
import static org.sparkbackprop.submit.ScheduleExamples.RETRY;
import static org.sparkbackprop.submit.ScheduleExamples.at;
import static org.sparkbackprop.submit.ScheduleExamples.dag;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of an Airflow DAG, executed over modules that stand for Airflow's. */
class AirflowExampleTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"2", "3"})
  void airflowStartsTheNightsRunOneAtATime(String airflow)
      throws IOException, InterruptedException {
    Map<String, Object> dag = dag(airflow, directory);
    assertThat(dag.get("schedule")).isEqualTo(Map.of("cron", "30 2 * * *", "timezone", "UTC"));
    assertThat(dag).containsEntry("catchup", true).containsEntry("max_active_runs", 1);
    assertThat(at(dag, "operator", "java_class")).isEqualTo("org.sparkbackprop.cli.Main");
    assertThat(at(dag, "operator", "application_args"))
        .isEqualTo(
            List.of(
                "retrain", "s3a://bucket/conf/retrain.conf", "--run-id", "{{ ds }}", "--wait=900"));
    assertThat(dag).containsEntry("followed_by", "verdict");
  }

  @Test
  void airflowBelievesTheStatusFile() throws IOException, InterruptedException {
    Map<String, Object> dag = dag("3", directory);
    String again = "AirflowException";
    String failed = "AirflowFailException";
    List<Object> done = new ArrayList<>();
    done.add(null);
    done.add("v1");
    assertThat(dag.get("published")).isEqualTo(done);
    assertThat(dag.get("finished before")).isEqualTo(done);
    assertThat(at(dag, "rejected", 0)).isNull();
    assertThat(at(dag, "rejected", 1)).isEqualTo("AirflowSkipException");
    assertThat(dag.get("no status")).isEqualTo(List.of(again, failed));
    assertThat(dag.get("still running")).isEqualTo(List.of(again, failed));
    assertThat(at(dag, "not submitted", 0)).isEqualTo(again);
    assertThat(at(dag, "status of an earlier attempt", 0)).isEqualTo(again);
    for (String how : List.of("failed", "failed, spark-submit 0")) {
      DO_NOT_RETRY.forEach(
          code -> assertThat(at(dag, how, code.toString())).as(how + code).isEqualTo(failed));
      RETRY.forEach(
          code -> assertThat(at(dag, how, code.toString())).as(how + code).isEqualTo(again));
    }
  }
}
