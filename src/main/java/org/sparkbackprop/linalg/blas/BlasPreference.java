package org.sparkbackprop.linalg.blas;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which BLAS a user wants. */
public enum BlasPreference {
  /** The bundled one, else the system's, else Java's. */
  AUTO,
  /** OpenBLAS from the application jar. */
  BUNDLED,
  /** The library that the machine has as libblas.so.3. */
  SYSTEM,
  /** No native code. */
  JAVA;

  /** The name that configurations use. */
  public String configurationName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names of all. */
  public static List<String> names() {
    return Arrays.stream(values()).map(BlasPreference::configurationName).toList();
  }

  /** The one of that name, one of {@link #names()}. */
  public static BlasPreference named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
