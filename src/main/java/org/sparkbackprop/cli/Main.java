package org.sparkbackprop.cli;

/** Probe. */
public final class Main {
  private Main() {}

  /** Probe. */
  public static void main(String[] arguments) {
    System.out.println(arguments.length);
  }
}
