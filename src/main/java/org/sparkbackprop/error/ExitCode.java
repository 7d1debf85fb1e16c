package org.sparkbackprop.error;

/** The exit codes of every command. Where one exists, they are those of BSD's sysexits. */
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
  /** The gate rejected the model, and {@code --fail-on-reject} asks for a code. */
  REJECTED(90),
  /** What a shell makes of SIGINT, as by Ctrl-C: 128 + 2. */
  INTERRUPTED(130),
  /** What a shell makes of SIGTERM: 128 + 15. */
  STOPPED(143);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** As the operating system gets it. */
  public int number() {
    return number;
  }
}
