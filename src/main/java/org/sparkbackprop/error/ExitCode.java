package org.sparkbackprop.error;

/** The exit codes of all commands: those of BSD's sysexits if one fits. */
public enum ExitCode {
  DONE(0),
  USAGE(64),
  BAD_DATA(65),
  NOT_FOUND(66),
  CLUSTER_UNAVAILABLE(69),
  INTERNAL_ERROR(70),
  CANNOT_CREATE_OUTPUT(73),
  STORAGE_FAILED(74),
  TRY_AGAIN(75),
  DIVERGED(80),
  /** The gate rejected the model, and {@code --fail-on-reject} is given. */
  REJECTED(90),
  /** A shell's code for SIGINT (Ctrl-C): 128 + 2. */
  INTERRUPTED(130),
  /** A shell's code for SIGTERM: 128 + 15. */
  STOPPED(143);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The number for the operating system. */
  public int number() {
    return number;
  }
}
