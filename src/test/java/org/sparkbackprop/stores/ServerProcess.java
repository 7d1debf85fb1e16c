package org.sparkbackprop.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sparkbackprop.storage.LocalStorage;

/**
 * A server in a process of its own, which ends, with all that it started, with the test, or at the
 * latest with its JVM.
 */
public final class ServerProcess implements AutoCloseable {

  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 20;
  private static final int TOLD_CHARACTERS = 4000;

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread lastResort;

  private ServerProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.lastResort = new Thread(this::kill, "end of " + name);
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /**
   * Starts a command, which may not be ready when this returns.
   *
   * @param directory where it runs, and writes its log
   */
  public static ServerProcess start(String name, Path directory, List<String> command) {
    return start(name, directory, command, Map.of());
  }

  /**
   * Starts a command, which may not be ready when this returns.
   *
   * @param directory where it runs, and writes its log
   * @param environment what of it differs from the test's own
   */
  public static ServerProcess start(
      String name, Path directory, List<String> command, Map<String, String> environment) {
    Path log = directory.resolve(name + ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      return new ServerProcess(name, log, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  /** Runs a command to its end, which must be a good one. */
  public static void run(String name, Path directory, List<String> command) {
    try (ServerProcess started = start(name, directory, command)) {
      started.await("ends", () -> !started.isAlive());
      if (started.process.exitValue() != 0) {
        throw started.failure("ended with code " + started.process.exitValue());
      }
    }
  }

  /** A port of the loopback interface that nobody listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until the server answers. */
  public void awaitReady(BooleanSupplier ready) {
    await(
        "is ready",
        () -> {
          if (!isAlive()) {
            throw failure("ended with code " + process.exitValue() + " before it was ready");
          }
          return ready.getAsBoolean();
        });
  }

  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw failure("was not seen after %s s that it %s".formatted(START_SECONDS, what));
      }
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a server", e);
    }
  }

  private IllegalStateException failure(String what) {
    String said = said();
    String end = said.substring(Math.max(0, said.length() - TOLD_CHARACTERS));
    return new IllegalStateException("%s %s; it said: %s".formatted(name, what, end));
  }

  /** What it wrote so far. */
  public String said() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(its log cannot be read: " + e.getMessage() + ")";
    }
  }

  /** The processes that it started and that are alive. */
  public List<ProcessHandle> children() {
    return process.children().filter(ProcessHandle::isAlive).toList();
  }

  /** Ends it, and all that it started, at once (kill -9). */
  public void kill() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends the process: asks first, and does not leave before it is gone. */
  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      started.forEach(ProcessHandle::destroyForcibly);
      Runtime.getRuntime().removeShutdownHook(lastResort);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** A directory for a server, to be removed by {@link #remove}. */
  public static Path newDirectory(String name) {
    try {
      return Files.createTempDirectory("spark-backprop-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory can be made for " + name, e);
    }
  }

  /** Removes a server's directory. */
  public static void remove(Path directory) {
    new LocalStorage(directory).delete("");
  }
}
