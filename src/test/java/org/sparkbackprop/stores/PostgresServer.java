package org.sparkbackprop.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** PostgreSQL with an empty database, on a free port of the loopback interface. */
public final class PostgresServer implements AutoCloseable {

  private static final String USER = "trainer";
  private static final String PASSWORD = "password-of-the-test";

  private final PostgresPrograms programs;
  private final Path directory;
  private final int port;
  private final ServerProcess process;

  private PostgresServer(
      PostgresPrograms programs, Path directory, int port, ServerProcess process) {
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
    try {
      process.awaitReady(server::answers);
      return server;
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static Path data(Path directory) {
    return directory.resolve("data");
  }

  private boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  /** Where JDBC finds the database. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Who may do everything there. */
  public String user() {
    return USER;
  }

  /** The user's password, which the server asks for. */
  public String password() {
    return PASSWORD;
  }

  /** A connection, to be closed by the caller. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, PASSWORD);
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
