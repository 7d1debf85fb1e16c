package org.sparkbackprop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sparkbackprop.model.WeightsFile;

/** A training that was sent to a cluster, with a bound on every wait. */
final class Run implements AutoCloseable {

  /** What Spark says of an executor that was ended by kill -9. */
  static final String KILLED = "is now EXITED (Command exited with code 137)";

  private static final long SECONDS = 150;

  private final Process process;
  private final Path output;
  private final Path out;
  private final Path err;
  private final Path log;

  /**
   * A process of submit.sh.
   *
   * @param output the run's directory
   * @param out what it says on the terminal
   * @param err what it says of errors
   * @param log what Spark says
   */
  Run(Process process, Path output, Path out, Path err, Path log) {
    this.process = process;
    this.output = output;
    this.out = out;
    this.err = err;
    this.log = log;
  }

  /** Waits until this epoch is in the history, and so done. */
  Run awaitEpoch(long epoch) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (epochsRecorded() <= epoch) {
      assertThat(process.isAlive()).as("ended before epoch %d; %s", epoch, told()).isTrue();
      assertThat(System.nanoTime()).as("no epoch %d; %s", epoch, told()).isLessThan(end);
      pause();
    }
    return this;
  }

  private long epochsRecorded() {
    Path history = output.resolve("history.jsonl");
    return Files.exists(history) ? text(history).lines().count() : 0;
  }

  /** Waits until the process has ended. */
  Run await() {
    try {
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("it ends; " + told()).isTrue();
      return this;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a run", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an epoch", e);
    }
  }

  /** Ends the driver at once, as kill -9 does. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** Asks the driver to end, as kill does. */
  void terminate() {
    process.destroy();
  }

  /** Whether it has not ended. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** The exit code. */
  int code() {
    return process.exitValue();
  }

  /** What it said of errors. */
  String errors() {
    return text(err);
  }

  /** What Spark said. */
  String log() {
    return text(log);
  }

  /** All that it said, for messages. */
  String told() {
    return List.of(text(out), text(err), text(log)).toString();
  }

  /** What status.json says. */
  String status() {
    return text(output.resolve("status.json"));
  }

  /** The identity of the final weights, after success. */
  String sha256() {
    assertThat(code()).as(told()).isZero();
    return weights();
  }

  /** The identity of the weights in the run's directory. */
  String weights() {
    try {
      return WeightsFile.sha256(Files.readAllBytes(output.resolve("model/weights.safetensors")));
    } catch (IOException e) {
      throw new UncheckedIOException("no model in " + output, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
