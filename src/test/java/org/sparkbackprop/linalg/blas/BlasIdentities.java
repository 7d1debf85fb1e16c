package org.sparkbackprop.linalg.blas;

/** Prints what a JVM computes with for each preference, which are tried in the order given. */
public final class BlasIdentities {

  private BlasIdentities() {}

  /** Names of preferences. */
  public static void main(String[] preferences) {
    for (String name : preferences) {
      BlasPreference preference = BlasPreference.valueOf(name);
      System.out.println(name + ": " + BlasChoice.use(preference).identity());
    }
  }
}
