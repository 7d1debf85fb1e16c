package org.sparkbackprop.linalg;

/** Chooses the implementation of the elementary functions for this JVM, once. */
final class ElementaryFunctionsChoice {

  static final ElementaryFunctions CHOSEN = choose();

  private ElementaryFunctionsChoice() {}

  /** Vectors where the JVM was started with the module, as Spark's launcher does. */
  private static ElementaryFunctions choose() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return new ScalarFunctions();
    }
    try {
      // by its name, as that class is compiled apart, with the module
      return Class.forName("org.sparkbackprop.linalg.VectorFunctions")
          .asSubclass(ElementaryFunctions.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError absent) {
      return new ScalarFunctions();
    }
  }
}
