package org.sparkbackprop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java programs of README and the page on Java are compiled, and run as a user runs them. */
class ExamplesTest {

  private static final Path PAGE = Path.of("src", "site", "markdown", "java.md");

  private static final Path OPTIONS = Path.of("conf", "java-options");

  private static final Pattern PROGRAM =
      Pattern.compile("(?ms)^```java\\R(.*?public class (\\w+) .*?)^```");

  @TempDir private Path directory;

  /** Compiles the program of a page and runs it; gives the lines that it prints. */
  private List<String> run(Path page, String name) throws IOException, InterruptedException {
    Matcher program = PROGRAM.matcher(Files.readString(page));
    while (program.find() && !program.group(2).equals(name)) {}
    Path source = directory.resolve(name + ".java");
    Files.writeString(source, program.group(1));
    String classPath = System.getProperty("java.class.path");
    StringWriter messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-cp", classPath, "-d", directory.toString(), "-Xlint:all");
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
    Path printed = directory.resolve("printed");
    Path errors = directory.resolve("errors");
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + OPTIONS,
                "-Xmx1g",
                "-Dspark.ui.enabled=false",
                "-cp",
                directory + ":" + classPath,
                name,
                directory.toString())
            .redirectOutput(printed.toFile())
            .redirectError(errors.toFile());
    java.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = java.start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    return Files.readAllLines(printed);
  }

  @Test
  void theProgramOfTheReadmeTrainsEvaluatesAndScores() throws Exception {
    List<String> printed = run(Path.of("README.md"), "Iris");
    assertThat(printed).hasSize(2);
    assertThat(Double.parseDouble(printed.get(0))).as("accuracy").isBetween(0.95, 1.0);
    assertThat(Double.parseDouble(printed.get(1))).as("a setosa").isBetween(0.9, 1.0);
  }

  @Test
  void theProgramWithRowsInMemoryLearnsThem() throws Exception {
    List<String> printed = run(PAGE, "Xor");
    double[] numbers = printed.stream().mapToDouble(Double::parseDouble).toArray();
    assertThat(numbers).containsExactly(new double[] {1, 1}, within(0.1));
  }

  @Test
  void theProgramWithFilesPlansTrainsAndPredicts() throws Exception {
    List<String> printed = run(PAGE, "Flowers");
    assertThat(printed.get(1)).startsWith("0 ");
    assertThat(printed.get(printed.size() - 1)).isEqualTo("150");
    assertThat(Files.readAllLines(directory.resolve("scores/predictions.csv"))).hasSize(151);
    assertThat(directory.resolve("run/report.html")).exists();
  }

  @Test
  void theOptionsOfJavaAreThoseOfSparksLauncher() throws IOException {
    assertThat(Files.readAllLines(OPTIONS))
        .containsExactlyElementsOf(Arrays.asList(JavaModuleOptions.defaultModuleOptionArray()));
  }
}
