package org.sparkbackprop.error;

/**
 * The base of all exceptions of this library. The message is one paragraph: what is wrong, where,
 * and what to do.
 */
public abstract class BackpropException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ExitCode code;

  /**
   * An exception with a message for users.
   *
   * @param code with which a command exits
   * @param cause may be null
   */
  protected BackpropException(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The exit code of a command that ends with this exception. */
  public final ExitCode code() {
    return code;
  }
}
