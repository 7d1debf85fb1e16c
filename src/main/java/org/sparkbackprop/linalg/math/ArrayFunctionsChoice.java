package org.sparkbackprop.linalg.math;

import java.util.Optional;

/** Chooses the implementation of the elementary functions for this JVM, once. */
final class ArrayFunctionsChoice {

  static final ArrayFunctions CHOSEN = choose();

  private ArrayFunctionsChoice() {}

  private static ArrayFunctions choose() {
    Optional<ArrayFunctions> vectors = vectors();
    return vectors.isPresent() ? new VectorsOnceCompiled(vectors.get()) : new ScalarFunctions();
  }

  /** Vectors where the JVM was started with the module, as Spark's launcher does. */
  static Optional<ArrayFunctions> vectors() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.empty();
    }
    try {
      // by its name, as that class is compiled apart, with the module
      return Optional.of(
          Class.forName("org.sparkbackprop.linalg.math.VectorFunctions")
              .asSubclass(ArrayFunctions.class)
              .getDeclaredConstructor()
              .newInstance());
    } catch (ReflectiveOperationException | LinkageError absent) {
      return Optional.empty();
    }
  }
}
