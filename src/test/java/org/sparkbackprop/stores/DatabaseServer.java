package org.sparkbackprop.stores;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A server of a database, in a process of its own, and its one user who may do everything. */
public abstract class DatabaseServer implements AutoCloseable {

  static final String USER = "trainer";
  static final String PASSWORD = "password-of-the-test";

  private final ServerProcess process;

  DatabaseServer(ServerProcess process) {
    this.process = process;
  }

  /** Waits until the server answers; one that does not is ended. */
  final void awaitReady() {
    try {
      process.awaitReady(this::answers);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  /** Where JDBC finds the database. */
  public abstract String url();

  /** Who may do everything there. */
  public final String user() {
    return USER;
  }

  /** The user's password, which the server asks for. */
  public final String password() {
    return PASSWORD;
  }

  /** A connection, to be closed by the caller. */
  public final Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, PASSWORD);
  }

  /** Ends the server, and removes what it kept. */
  @Override
  public abstract void close();
}
