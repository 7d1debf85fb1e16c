package org.sparkbackprop.error;

/**
 * The base of all exceptions of this library: the message is one paragraph on what is wrong, where,
 * and what to do about it.
 */
public abstract class BackpropException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ExitCode code;

  /**
   * An exception for people.
   *
   * @param code that a command which it ends exits with
   * @param cause may be null
   */
  protected BackpropException(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The exit code of a command that this exception ends. */
  public final ExitCode code() {
    return code;
  }
}
