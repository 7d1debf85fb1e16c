package org.sparkbackprop.stores;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** MariaDB with an empty database, on a free port of the loopback interface. */
public final class MariaDbServer extends DatabaseServer {

  private final Path directory;
  private final int port;
  private final ServerProcess process;

  private MariaDbServer(Path directory, int port, ServerProcess process) {
    super(process);
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Starts a server; the test is skipped where MariaDB is not installed. */
  public static MariaDbServer start() {
    Path install = program("mariadb-install-db");
    Path server = program("mariadbd");
    Optional<String> unprivileged = PostgresPrograms.unprivilegedIfRoot();
    Path directory = ServerProcess.newDirectory("mariadb");
    try {
      Path start = directory.resolve("start.sql");
      Files.writeString(
          start,
          """
          CREATE DATABASE samples;
          CREATE USER %1$s@'%%' IDENTIFIED BY '%2$s';
          GRANT ALL ON samples.* TO %1$s@'%%';
          """
              .formatted(USER, PASSWORD));
      PostgresPrograms.own(directory, unprivileged);
      PostgresPrograms.own(start, unprivileged);
      ServerProcess.run(
          "mariadb-install-db",
          directory,
          PostgresPrograms.command(
              unprivileged,
              install,
              "--no-defaults",
              "--datadir=" + directory.resolve("data"),
              "--auth-root-authentication-method=normal",
              "--skip-test-db"));
      return start(directory, server, unprivileged);
    } catch (IOException e) {
      throw new UncheckedIOException("the server cannot be configured", e);
    } catch (RuntimeException e) {
      ServerProcess.remove(directory);
      throw e;
    }
  }

  private static MariaDbServer start(Path directory, Path program, Optional<String> user) {
    int port = ServerProcess.freePort();
    ServerProcess process =
        ServerProcess.start(
            "mariadbd",
            directory,
            PostgresPrograms.command(
                user,
                program,
                "--no-defaults",
                "--datadir=" + directory.resolve("data"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + directory.resolve("socket"),
                "--pid-file=" + directory.resolve("pid"),
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=16M",
                "--init-file=" + directory.resolve("start.sql")));
    MariaDbServer server = new MariaDbServer(directory, port, process);
    server.awaitReady();
    return server;
  }

  private static Path program(String name) {
    List<Path> directories =
        new ArrayList<>(
            Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(Path::of).toList());
    directories.add(Path.of("/usr/sbin"));
    Optional<Path> found =
        Stream.concat(directories.stream(), Stream.of(Path.of("/usr/bin")))
            .map(directory -> directory.resolve(name))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        found.isPresent(),
        "skipped: %s is not on the PATH; on Debian, apt-get install mariadb-server brings it"
            .formatted(name));
    return found.get();
  }

  /** Where JDBC finds the database by MariaDB's own URL. */
  @Override
  public String url() {
    return "jdbc:mariadb://127.0.0.1:" + port + "/samples";
  }

  /** Where it finds the same by MySQL's URL. */
  public String urlOfMySql() {
    return "jdbc:mysql://127.0.0.1:" + port + "/samples?permitMysqlScheme";
  }

  /** Ends the server, and removes what it kept. */
  @Override
  public void close() {
    process.close();
    ServerProcess.remove(directory);
  }
}
