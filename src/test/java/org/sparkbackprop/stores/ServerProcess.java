package org.sparkbackprop.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sparkbackprop.storage.LocalStorage;

/** A server in a process of its own, which ends with the test, or at the latest with its JVM. */
final class ServerProcess implements AutoCloseable {

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
    this.lastResort = new Thread(process::destroy, "end of " + name);
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /**
   * Starts a command, which may not be ready when this returns.
   *
   * @param directory where it runs, and writes its log
   */
  static ServerProcess start(String name, Path directory, List<String> command) {
    Path log = directory.resolve(name + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new ServerProcess(name, log, process);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  /** Runs a command to its end, which must be a good one. */
  static void run(String name, Path directory, List<String> command) {
    try (ServerProcess started = start(name, directory, command)) {
      started.await("ends", () -> !started.isAlive());
      if (started.process.exitValue() != 0) {
        throw started.failure("ended with code " + started.process.exitValue());
      }
    }
  }

  /** A port of the loopback interface that nobody listens on. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until the server answers. */
  void awaitReady(BooleanSupplier ready) {
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
        throw failure("was not seen after %d s that it %s".formatted(START_SECONDS, what));
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
    String said;
    try {
      said = Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      said = "(its log cannot be read: " + e.getMessage() + ")";
    }
    String end = said.substring(Math.max(0, said.length() - TOLD_CHARACTERS));
    return new IllegalStateException("%s %s; it said: %s".formatted(name, what, end));
  }

  /** Ends the process: asks first, and does not leave before it is gone. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(lastResort);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** A directory for a server, to be removed by {@link #remove}. */
  static Path newDirectory(String name) {
    try {
      return Files.createTempDirectory("spark-backprop-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory can be made for " + name, e);
    }
  }

  /** Removes a server's directory. */
  static void remove(Path directory) {
    new LocalStorage(directory).delete("");
  }
}
