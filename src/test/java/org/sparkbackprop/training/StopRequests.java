package org.sparkbackprop.training;

/** For tests of other packages, whose JVM goes on after a stop. */
public final class StopRequests {

  private StopRequests() {}

  /** As if nobody had asked for a stop. */
  public static void withdraw() {
    StopRequest.withdraw();
  }
}
