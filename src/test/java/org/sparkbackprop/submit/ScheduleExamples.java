package org.sparkbackprop.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparkbackprop.storage.Json;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The examples in conf/schedule, and what they should say. */
final class ScheduleExamples {

  static final Path EXAMPLES = Path.of("conf/schedule").toAbsolutePath();
  static final String SERVICE = "spark-backprop-retrain.service";
  static final String TIMER = "spark-backprop-retrain.timer";
  static final String CRON_JOB = "cronjob.yaml";
  static final String SCHEDULED = "scheduledsparkapplication.yaml";

  static final List<Integer> DO_NOT_RETRY = List.of(64, 65, 66, 73, 80, 90);
  static final List<Integer> RETRY = List.of(69, 70, 74, 75, 130, 143);

  private ScheduleExamples() {}

  static String example(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve(name));
  }

  static Map<?, ?> yaml(String name) throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(strict)).load(example(name));
  }

  static Object at(Object root, Object... path) {
    Object value = root;
    for (Object step : path) {
      value = step instanceof Integer i ? ((List<?>) value).get(i) : ((Map<?, ?>) value).get(step);
    }
    return value;
  }

  static Object podOf(Map<?, ?> job) {
    return at(job, "spec", "jobTemplate", "spec", "template", "spec");
  }

  static Object rule(Map<?, ?> job, int place) {
    return at(job, "spec", "jobTemplate", "spec", "podFailurePolicy", "rules", place);
  }

  static String value(String unit, String key) {
    Matcher line = Pattern.compile("(?m)^" + key + "=(.*)$").matcher(unit);
    assertThat(line.find()).as(key).isTrue();
    return line.group(1);
  }

  static void assumeInstalled(String program, String otherwise)
      throws IOException, InterruptedException {
    Command.Result found =
        new Command(EXAMPLES, List.of("sh", "-c", "command -v " + program)).run();
    assumeTrue(found.code() == 0, program + " is not installed: " + otherwise);
  }

  /**
   * What run_dag.py says of the DAG.
   *
   * @param airflow 2 or 3
   */
  static Map<String, Object> dag(String airflow, Path directory)
      throws IOException, InterruptedException {
    assumeInstalled("python3", "the DAG is not executed");
    Path stub = directory.resolve("run_dag.py");
    try (var input = ScheduleExamples.class.getResourceAsStream("run_dag.py")) {
      Files.copy(input, stub);
    }
    Path file = Files.copy(EXAMPLES.resolve("retrain_dag.py"), directory.resolve("retrain_dag.py"));
    Command.Result compiled =
        new Command(directory, List.of("python3", "-m", "py_compile", file.toString())).run();
    assertThat(compiled.code()).as(compiled.err()).isZero();
    List<String> words =
        List.of("python3", stub.toString(), file.toString(), airflow, directory.toString());
    Command.Result run = new Command(directory, words).run();
    assertThat(run.code()).as(run.err()).isZero();
    return Json.parse(run.out().getBytes(StandardCharsets.UTF_8), "the DAG");
  }
}
