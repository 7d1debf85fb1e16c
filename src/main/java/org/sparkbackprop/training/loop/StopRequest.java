package org.sparkbackprop.training.loop;

/**
 * The wish of the operating system that this JVM end its training after the step it is in. It holds
 * for all of the JVM, as the signal does: in local mode tasks, which know nothing of the driver's
 * objects, see it too.
 */
public final class StopRequest {

  private static volatile boolean made;

  private StopRequest() {}

  /** Asks every training in this JVM to stop. */
  public static void make() {
    made = true;
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
