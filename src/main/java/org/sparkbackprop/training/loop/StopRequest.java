package org.sparkbackprop.training.loop;

import org.sparkbackprop.error.ExitCode;

/**
 * The wish of the operating system that this JVM end its training after the step it is in. It holds
 * for all of the JVM, as the signal does: in local mode tasks, which know nothing of the driver's
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

  /** Says that it is SIGINT that ends this JVM, as by Ctrl-C. */
  public static void interrupted() {
    code = ExitCode.INTERRUPTED;
  }

  /** The exit code of a JVM that a signal ends. */
  public static ExitCode code() {
    return code;
  }

  /** Whether training is to stop. */
  public static boolean isMade() {
    return made;
  }

  /** For tests, whose JVM goes on. */
  static void withdraw() {
    made = false;
  }
}
