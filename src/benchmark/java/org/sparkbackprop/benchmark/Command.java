package org.sparkbackprop.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A measurement in a process of its own, so that none warms or disturbs the next. */
final class Command {

  private static final long MINUTES = 20;

  private final List<String> words;

  private Command(List<String> words) {
    this.words = words;
  }

  static Command of(String... words) {
    return new Command(List.of(words));
  }

  /** A main class of the benchmarks, in a JVM with the options of this one. */
  static Command java(Class<?> main, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    words.addAll(List.of(arguments));
    return new Command(words);
  }

  /** The program as users start it, with the Spark that submit.sh brings. */
  static Command train(Path output, String configuration, String... settings) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("./submit.sh", "train", configuration));
    words.addAll(List.of("--overwrite", "--output", output.toString()));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    return new Command(words);
  }

  /**
   * Runs to the end.
   *
   * @return what it printed
   * @throws IllegalStateException if it fails, or takes longer than 20 minutes
   */
  String run() throws IOException, InterruptedException {
    Path out = Files.createTempFile("benchmark", ".out");
    Path err = Files.createTempFile("benchmark", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().remove("SPARK_HOME");
      if (words.get(0).contains("python")) { // others may use all cores as they like
        builder.environment().keySet().removeIf(name -> name.matches("(OPENBLAS|OMP|MKL)_.*"));
      }
      Process process = builder.start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(this + " did not end in " + MINUTES + " minutes");
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(this + " failed:\n" + Files.readString(err));
      }
      return Files.readString(out);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Whether it runs at all, and ends well. */
  boolean works() throws InterruptedException {
    try {
      run();
      return true;
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }

  /** Its program and arguments, without the options of a JVM. */
  String name() {
    int classPath = words.indexOf("-cp");
    return String.join(" ", words.subList(classPath < 0 ? 0 : classPath + 2, words.size()));
  }

  @Override
  public String toString() {
    return name();
  }
}
