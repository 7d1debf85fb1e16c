package org.sparkbackprop.cli;

/** Spark's cluster cannot be reached. */
final class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
