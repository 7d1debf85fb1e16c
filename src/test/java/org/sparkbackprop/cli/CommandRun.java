package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.error.ExitCode;

/** A command as a user would give it, run inside of the JVM of a test. */
public final class CommandRun {

  private final List<String> arguments;
  private String out;
  private String err;
  private int code;

  private CommandRun(List<String> arguments) {
    this.arguments = new ArrayList<>(arguments);
  }

  public static CommandRun of(String... arguments) {
    return new CommandRun(List.of(arguments));
  }

  public CommandRun with(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  /** Runs the command, and requires an exit code. */
  public CommandRun expect(ExitCode expected) {
    run();
    assertThat(code).as("exit code of %s%n%s%s", arguments, out, err).isEqualTo(expected.number());
    return this;
  }

  /** Runs the command, however it ends. */
  CommandRun run() {
    PrintStream formerOut = System.out;
    PrintStream formerErr = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.master", "local[2]");
    try {
      System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
      code = Main.run(arguments.toArray(new String[0]));
    } finally {
      System.setOut(formerOut);
      System.setErr(formerErr);
      System.clearProperty("spark.ui.enabled");
      System.clearProperty("spark.master");
    }
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8);
    return this;
  }

  /** The exit code. */
  int code() {
    return code;
  }

  String out() {
    return out;
  }

  /** All that was written to the standard error output. */
  String errorOutput() {
    return err;
  }

  /** The error, which must be one paragraph and no stack trace. */
  public String error() {
    List<String> lines = err.lines().filter(line -> line.startsWith("error: ")).toList();
    assertThat(lines).as("errors in%n%s", err).hasSize(1);
    assertThat(err).doesNotContain("\tat ");
    return err.substring(err.indexOf("error: "));
  }
}
