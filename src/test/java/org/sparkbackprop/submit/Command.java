package org.sparkbackprop.submit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the operating system, with a bound on its time. */
public final class Command {

  private static final long SECONDS = 120;

  /**
   * How a process ended.
   *
   * @param code its exit code
   */
  public record Result(int code, String out, String err) {}

  private final List<String> words;
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * A command that has yet to be started.
   *
   * @param directory where it runs
   */
  public Command(Path directory, List<String> words) {
    this.directory = directory;
    this.words = words;
  }

  /** Sets a variable of its environment. */
  public Command environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** A builder whose process knows no installed Spark. */
  private ProcessBuilder builder(File out, File err) {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectOutput(out)
            .redirectError(err);
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(environment);
    return builder;
  }

  /** Starts it, with its output in two files. */
  public Process start(Path out, Path err) throws IOException {
    return builder(out.toFile(), err.toFile()).start();
  }

  /** Runs it to its end. */
  public Result run() throws IOException, InterruptedException {
    Path out = Files.createTempFile("command", ".out");
    Path err = Files.createTempFile("command", ".err");
    try {
      Process process = start(out, err);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(words + " did not end in " + SECONDS + " s");
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
