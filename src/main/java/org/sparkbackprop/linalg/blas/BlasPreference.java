package org.sparkbackprop.linalg.blas;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The BLAS that a user wants. */
public enum BlasPreference {
  /** The bundled one, else the system's, else Java's. */
  AUTO,
  /** OpenBLAS from the application jar. */
  BUNDLED,
  /** The machine's libblas.so.3. */
  SYSTEM,
  /** No native code. */
  JAVA;

  /** The name in configurations. */
  public String configurationName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  public static List<String> names() {
    return Arrays.stream(values()).map(BlasPreference::configurationName).toList();
  }

  /** The preference with one of the {@link #names()}. */
  public static BlasPreference named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
