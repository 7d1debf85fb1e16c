package org.sparkbackprop.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparkbackprop.submit.ScheduleExamples.CRON_JOB;
import static org.sparkbackprop.submit.ScheduleExamples.DO_NOT_RETRY;
import static org.sparkbackprop.submit.ScheduleExamples.EXAMPLES;
import static org.sparkbackprop.submit.ScheduleExamples.RETRY;
import static org.sparkbackprop.submit.ScheduleExamples.SCHEDULED;
import static org.sparkbackprop.submit.ScheduleExamples.SERVICE;
import static org.sparkbackprop.submit.ScheduleExamples.TIMER;
import static org.sparkbackprop.submit.ScheduleExamples.assumeInstalled;
import static org.sparkbackprop.submit.ScheduleExamples.at;
import static org.sparkbackprop.submit.ScheduleExamples.dag;
import static org.sparkbackprop.submit.ScheduleExamples.example;
import static org.sparkbackprop.submit.ScheduleExamples.podOf;
import static org.sparkbackprop.submit.ScheduleExamples.rule;
import static org.sparkbackprop.submit.ScheduleExamples.value;
import static org.sparkbackprop.submit.ScheduleExamples.yaml;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The examples in conf/schedule: each as its scheduler reads it, and all of them alike. */
class ScheduleExamplesTest {

  /** After training.stop-seconds: the status, and Spark's own end. */
  private static final int MARGIN = 20;

  @TempDir private Path directory;

  private Command.Result shell(String script) throws IOException, InterruptedException {
    return new Command(directory, List.of("sh", "-ec", script)).run();
  }

  /** A submit.sh that says how it was called. */
  private void echoingSubmit() throws IOException {
    Path submit = directory.resolve("submit.sh");
    Files.writeString(submit, "#!/bin/sh\necho \"$@\"\n");
    assertThat(submit.toFile().setExecutable(true)).isTrue();
  }

  private static String tonight() {
    return LocalDate.now(ZoneOffset.UTC).toString();
  }

  @Test
  void cronTakesTheCrontabAndItsCommandNamesTheNight() throws IOException, InterruptedException {
    Crontab crontab = Crontab.parse(example("retrain.crontab"));
    assertThat(crontab.variables()).contains("SHELL=/bin/sh", "CRON_TZ=UTC");
    assertThat(crontab.entries()).hasSize(1);
    Crontab.Entry entry = crontab.entries().get(0);
    assertThat(entry.times()).containsExactly("30", "2,3,4", "*", "*", "*");
    echoingSubmit();
    String before = tonight();
    String there = entry.command().replace("/opt/spark-backprop", directory.toString());
    Command.Result run = shell(there);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(Files.readString(directory.resolve("retrain.log")).strip())
        .isIn(
            "retrain conf/retrain.conf --run-id %s --wait=900".formatted(before),
            "retrain conf/retrain.conf --run-id %s --wait=900".formatted(tonight()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "60 2 * * * true",
        "30 24 * * * true",
        "30 2 0 * * true",
        "30 2 * 13 * true",
        "30 2 * * 8 true",
        "30 2 * * true",
        "30 x * * * true",
        "30 2 * * * date +%F",
      })
  void aWrongCrontabIsRefused(String line) {
    assertThatThrownBy(() -> Crontab.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void systemdFindsNothingWrongInTheUnits() throws IOException, InterruptedException {
    assumeInstalled("systemd-analyze", "the units are not verified");
    for (String unit : List.of(SERVICE, TIMER)) {
      Files.copy(EXAMPLES.resolve(unit), directory.resolve(unit));
    }
    List<String> words = List.of("systemd-analyze", "verify", "./" + SERVICE, "./" + TIMER);
    Command.Result verified = new Command(directory, words).run();
    assertThat(verified.code()).as(verified.err()).isZero();
    assertThat(verified.err()).doesNotContain("spark-backprop");
    String when = value(example(TIMER), "OnCalendar");
    assertThat(shell("systemd-analyze calendar '" + when + "'").code()).isZero();
  }

  @Test
  void theServicesCommandNamesTheNight() throws IOException, InterruptedException {
    Matcher start =
        Pattern.compile("/bin/sh -ec '(.*)'").matcher(value(example(SERVICE), "ExecStart"));
    assertThat(start.matches()).isTrue();
    assertThat(start.group(1)).doesNotContain("%");
    echoingSubmit();
    String before = tonight();
    Command.Result run = shell(start.group(1).replace("$$", "$"));
    assertThat(run.out().strip())
        .isIn(
            "retrain conf/retrain.conf --run-id %s --wait=900".formatted(before),
            "retrain conf/retrain.conf --run-id %s --wait=900".formatted(tonight()));
  }

  @Test
  void allNameTheSameExitCodes() throws IOException, InterruptedException {
    assertThat(numbers(value(example(SERVICE), "RestartPreventExitStatus")))
        .isEqualTo(DO_NOT_RETRY);
    assertThat(at(rule(yaml(CRON_JOB), 1), "onExitCodes", "values")).isEqualTo(DO_NOT_RETRY);
    assertThat(example(SCHEDULED)).contains("64, 65, 66, 73, 80 and 90");
    assertThat(dag("3", directory)).containsEntry("do_not_retry", DO_NOT_RETRY);
    String page = Files.readString(Path.of("src/site/markdown/scheduling.md"));
    assertThat(codes(page, "no")).isEqualTo(DO_NOT_RETRY);
    assertThat(codes(page, "yes")).isEqualTo(RETRY);
  }

  @Test
  void everyExitCodeOfTheProgramIsDealtWith() throws ReflectiveOperationException {
    Class<?> exitCode = Class.forName("org.sparkbackprop.error.ExitCode");
    Method number = exitCode.getDeclaredMethod("number");
    number.setAccessible(true);
    List<Object> codes = new ArrayList<>();
    for (Object code : exitCode.getEnumConstants()) {
      codes.add(number.invoke(code));
    }
    List<Object> expected = new ArrayList<>(DO_NOT_RETRY);
    expected.addAll(RETRY);
    expected.add(0);
    assertThat(codes).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<Integer> numbers(String words) {
    return Pattern.compile("\\d+").matcher(words).results().map(r -> number(r.group())).toList();
  }

  private static Integer number(String digits) {
    return Integer.valueOf(digits);
  }

  /** The codes of which the page's table says so in its column "again". */
  private static List<Integer> codes(String page, String again) {
    return Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| " + again + "\\b[^|]*\\|$")
        .matcher(page)
        .results()
        .map(row -> number(row.group(1)))
        .toList();
  }

  @Test
  void onlyOptionsOfTheCommandAreGiven()
      throws IOException, InterruptedException, ReflectiveOperationException {
    Class<?> retrain = Class.forName("org.sparkbackprop.cli.RetrainCommand");
    Set<String> options = new CommandLine(retrain).getCommandSpec().optionsMap().keySet();
    List<String> commands = new ArrayList<>();
    try (var files = Files.list(EXAMPLES)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Pattern.compile("retrain \\S*retrain\\.conf([^>#'\\n]*)")
            .matcher(Files.readString(file))
            .results()
            .forEach(command -> commands.add(command.group(1)));
      }
    }
    commands.add(at(yaml(SCHEDULED), "spec", "template", "arguments").toString());
    commands.add(at(dag("3", directory), "operator", "application_args").toString());
    assertThat(commands).hasSizeGreaterThanOrEqualTo(6);
    for (String command : commands) {
      Pattern.compile("--[a-z-]+")
          .matcher(command)
          .results()
          .forEach(option -> assertThat(options).contains(option.group()));
    }
  }

  @Test
  void aStopIsWaitedForLongEnough() throws IOException {
    Config reference = ConfigFactory.parseFile(new File("src/main/resources/reference.conf"));
    int least = reference.getInt("training.stop-seconds") + MARGIN;
    assertThat(number(value(example(SERVICE), "TimeoutStopSec"))).isGreaterThanOrEqualTo(least);
    String key = "terminationGracePeriodSeconds";
    assertThat((Integer) at(podOf(yaml(CRON_JOB)), key)).isGreaterThanOrEqualTo(least);
    assertThat((Integer) at(yaml(SCHEDULED), "spec", "template", "driver", key))
        .isGreaterThanOrEqualTo(least);
  }

  @Test
  void theConfigurationReadsTheNightsFiles() {
    Config configuration =
        ConfigFactory.parseFile(new File("conf/retrain.conf"))
            .withFallback(ConfigFactory.parseMap(Map.of("run.date", "2026-11-23")))
            .resolve();
    assertThat(configuration.getString("input.path")).isEqualTo("nights/2026-11-23/*.csv");
  }
}
