package org.sparkbackprop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.error.ExitCode;

/** What is said in a JVM that was started without the options of Spark's launcher. */
class JvmOptionsTest {

  /** As Spark 4.2 says it where a table has dates. */
  private static final String REFUSED =
      "Task 0 failed: java.lang.IllegalAccessException: symbolic reference class is not accessible:"
          + " class sun.util.calendar.ZoneInfo, from interface of.Spark (unnamed module @1)";

  /** Prints what is missing, and what a user is told of a failure that comes of it. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) {
      System.out.println(JvmOptions.missing().orElse("nothing"));
      Failure failure = Failure.of(new SparkException(REFUSED));
      System.out.println(failure.code() + " " + failure.message());
    }
  }

  private static List<String> lines(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    Process program =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    byte[] printed = program.getInputStream().readAllBytes();
    return new String(printed, StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void whatAPlainJavaLacksIsNamedInASentence() throws IOException {
    List<String> lines = lines();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .contains(
            "parts of Spark may fail and training is slower without the vector module",
            "start it with spark-submit, or with java ",
            " --add-modules=jdk.incubator.vector",
            " --add-opens=java.base/sun.util.calendar=ALL-UNNAMED");
    assertThat(lines.get(1)).isEqualTo(ExitCode.USAGE + " " + lines.get(0));
  }

  @Test
  void whatIsThereIsNotNamed() throws IOException {
    List<String> lines =
        lines("--add-modules=jdk.incubator.vector", "--add-opens=java.base/java.nio=ALL-UNNAMED");
    assertThat(lines.get(0))
        .contains("--add-opens=java.base/java.lang=ALL-UNNAMED")
        .doesNotContain("vector", "java.nio");
  }

  @Test
  void theOptionsOfSparksLauncherAreEnough() throws IOException {
    List<String> lines = lines(JavaModuleOptions.defaultModuleOptionArray());
    assertThat(lines.get(0)).isEqualTo("nothing");
    assertThat(lines.get(1)).startsWith(ExitCode.INTERNAL_ERROR.toString());
  }
}
