package org.sparkbackprop.cli;

/** Training diverged; the message says what is left and what to try. */
final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  DivergedException(String message) {
    super(message);
  }
}
