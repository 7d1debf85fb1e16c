package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.linalg.blas.BlasPreference;

/** Prints which BLAS computes the products, and its warnings. */
public final class BlasLine {

  private BlasLine() {}

  public static void print(BlasPreference preference, PrintWriter out) {
    BlasChoice choice = BlasChoice.use(preference);
    out.println("BLAS " + choice.identity());
    choice.warnings().forEach(warning -> out.println("warning: " + warning));
  }
}
