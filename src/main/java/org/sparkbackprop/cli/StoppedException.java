package org.sparkbackprop.cli;

/** The operating system asked a training to stop; the message says how to go on. */
final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  StoppedException(String message) {
    super(message);
  }
}
