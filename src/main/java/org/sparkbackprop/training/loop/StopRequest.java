package org.sparkbackprop.training.loop;

import org.sparkbackprop.error.ExitCode;

/**
 * The request of the operating system that this JVM end its training after the current step. It is
 * static, as the signal is for the whole JVM: in local mode tasks, which do not have the driver's
 * objects, see it too.
 */
public final class StopRequest {

  private static volatile boolean made;
  private static volatile ExitCode code = ExitCode.STOPPED;

  private StopRequest() {}

  /** Asks every training in this JVM to stop. */
  public static void make() {
    made = true;
  }

  /** Notes that the signal is SIGINT, as by Ctrl-C. */
  public static void interrupted() {
    code = ExitCode.INTERRUPTED;
  }

  /** The exit code of a JVM that the signal ends. */
  public static ExitCode code() {
    return code;
  }

  /** Whether training should stop. */
  public static boolean isMade() {
    return made;
  }

  /** For tests, whose JVM goes on. */
  static void withdraw() {
    made = false;
  }
}
