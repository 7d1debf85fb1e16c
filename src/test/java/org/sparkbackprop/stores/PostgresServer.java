package org.sparkbackprop.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** PostgreSQL with an empty database, on a free port of the loopback interface. */
public final class PostgresServer extends DatabaseServer {

  private final PostgresPrograms programs;
  private final Path directory;
  private final int port;
  private final ServerProcess process;

  private PostgresServer(
      PostgresPrograms programs, Path directory, int port, ServerProcess process) {
    super(process);
    this.programs = programs;
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Starts a server; the test is skipped where PostgreSQL is not installed. */
  public static PostgresServer start() {
    PostgresPrograms programs = PostgresPrograms.installed();
    // not a directory of the test's, as those are closed to other users
    Path directory = ServerProcess.newDirectory("postgres");
    try {
      programs.own(directory);
      makeCluster(programs, directory);
      return start(programs, directory);
    } catch (RuntimeException e) {
      ServerProcess.remove(directory);
      throw e;
    }
  }

  private static void makeCluster(PostgresPrograms programs, Path directory) {
    Path password = directory.resolve("password");
    try {
      Files.writeString(password, PASSWORD + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the server cannot be configured", e);
    }
    programs.own(password);
    ServerProcess.run(
        "initdb",
        directory,
        programs.command(
            "initdb",
            "--pgdata=" + data(directory),
            "--username=" + USER,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"));
  }

  private static PostgresServer start(PostgresPrograms programs, Path directory) {
    int port = ServerProcess.freePort();
    ServerProcess process =
        ServerProcess.start(
            "postgres",
            directory,
            programs.command(
                "postgres",
                "-D",
                data(directory).toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-F", // nothing is to outlive the machine
                "-c",
                "unix_socket_directories="));
    PostgresServer server = new PostgresServer(programs, directory, port, process);
    server.awaitReady();
    return server;
  }

  private static Path data(Path directory) {
    return directory.resolve("data");
  }

  /** Where JDBC finds the database. */
  @Override
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Ends the server, whoever is still connected, and removes what it kept. */
  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        ServerProcess.run(
            "pg_ctl",
            directory,
            programs.command(
                "pg_ctl", "stop", "--mode=fast", "--pgdata=" + data(directory), "--timeout=20"));
      }
    } finally {
      process.close();
      ServerProcess.remove(directory);
    }
  }
}
