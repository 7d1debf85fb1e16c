package org.sparkbackprop.linalg.blas;

import java.util.List;
import java.util.Map;

/** A task has one core, so its BLAS should have one thread. */
final class BlasThreads {

  private BlasThreads() {}

  /** A warning if the environment lets a native library start threads. */
  static List<String> warnings(Map<String, String> environment) {
    for (String variable : List.of("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")) {
      String value = environment.get(variable);
      if (!"1".equals(value)) {
        return List.of(
            "%s is %s: each task's BLAS may start threads that take the cores of other tasks;"
                    .formatted(variable, value == null ? "not set" : value)
                + " set it to 1 in the environment of this JVM");
      }
    }
    return List.of();
  }
}
