package org.sparkbackprop.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice of a BLAS, each in a JVM of its own, as a JVM loads one native library. */
class BlasIT {

  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Pattern COST = Pattern.compile("\"cost\"\\s*:\\s*([0-9.eE+-]+)");

  @TempDir private static Path directory;
  private static double javaCost;

  private static Command.Result train(
      String blas, String output, String javaOptions, String threads)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(PROJECT.resolve("submit.sh").toString()));
    if (!javaOptions.isEmpty()) {
      words.addAll(List.of("--driver-java-options", javaOptions));
    }
    words.addAll(List.of("train", PROJECT.resolve("conf/clouds.conf").toString()));
    words.addAll(List.of("--set", "training.epochs=200", "--set", "blas=" + blas));
    words.addAll(List.of("--output", output));
    Command.Result run =
        new Command(directory, words).environment("OPENBLAS_NUM_THREADS", threads).run();
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    return run;
  }

  private static double cost(String run) throws IOException {
    Matcher cost = COST.matcher(Files.readString(directory.resolve(run + "/metrics.json")));
    assertThat(cost.find()).isTrue();
    return Double.parseDouble(cost.group(1));
  }

  /** Those in front of the first epoch; the ones behind the last speak of what was learned. */
  private static long warnings(Command.Result run) {
    return run.out()
        .lines()
        .takeWhile(line -> !line.startsWith("epoch "))
        .filter(line -> line.startsWith("warning: "))
        .count();
  }

  @BeforeAll
  static void trainWithoutNativeCode() throws IOException, InterruptedException {
    Command.Result run = train("java", "java", "", "1");
    assertThat(run.out()).contains("BLAS Java (netlib ");
    assertThat(warnings(run)).isZero();
    javaCost = cost("java");
  }

  @Test
  void theBundledOneIsNamedWithItsKernelAndGivesTheSameCost()
      throws IOException, InterruptedException {
    String architecture = System.getProperty("os.arch");
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && List.of("amd64", "aarch64").contains(architecture),
        "no OpenBLAS is bundled for this machine");
    Command.Result run = train("auto", "auto", "", "1");
    assertThat(run.out()).containsPattern("BLAS OpenBLAS \\(bundled\\), kernel \\w+, bits ");
    assertThat(warnings(run)).isZero();
    assertThat(Files.readString(directory.resolve("auto/report.html")))
        .containsPattern("OpenBLAS \\(bundled\\), kernel \\w+, bits ");
    assertThat(cost("auto")).isCloseTo(javaCost, within(1e-9));
    assertThat(cost("auto")).isNotZero();
  }

  @Test
  void moreThreadsThanOneAreWarnedOf() throws IOException, InterruptedException {
    Command.Result run = train("auto", "threads", "", "2");
    assertThat(run.out()).contains("warning: OPENBLAS_NUM_THREADS is 2: ");
    assertThat(warnings(run)).isEqualTo(1);
  }

  @Test
  void aMissingSystemLibraryFallsBackWithOneWarning() throws IOException, InterruptedException {
    Command.Result run =
        train("system", "missing", "-Ddev.ludovic.netlib.blas.nativeLib=libabsent.so.9", "1");
    assertThat(run.out())
        .contains("warning: blas = system is not available: ")
        .contains("BLAS Java");
    assertThat(warnings(run)).isEqualTo(1);
    assertThat(cost("missing")).isEqualTo(javaCost);
  }

  @Test
  void aBrokenLibraryFallsBackWithOneWarning() throws IOException, InterruptedException {
    Path broken = directory.resolve("libbroken.so");
    Files.write(broken, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0});
    Command.Result run =
        train("auto", "broken", "-Ddev.ludovic.netlib.blas.nativeLibPath=" + broken, "1");
    assertThat(run.out()).contains("cannot be used: ").contains("BLAS Java");
    assertThat(warnings(run)).isEqualTo(1);
    assertThat(cost("broken")).isEqualTo(javaCost);
  }
}
