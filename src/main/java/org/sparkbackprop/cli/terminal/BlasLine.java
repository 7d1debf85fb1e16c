package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.linalg.blas.BlasPreference;

/** Says what products are computed with, and what should be known about it. */
public final class BlasLine {

  private BlasLine() {}

  public static void print(BlasPreference preference, PrintWriter out) {
    BlasChoice choice = BlasChoice.use(preference);
    out.println("BLAS " + choice.identity());
    choice.warnings().forEach(warning -> out.println("warning: " + warning));
  }
}
