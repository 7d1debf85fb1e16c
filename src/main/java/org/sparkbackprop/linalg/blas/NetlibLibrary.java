package org.sparkbackprop.linalg.blas;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.io.IOException;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The back ends of {@code dev.ludovic.netlib}, which comes with Spark. It loads one native library
 * in the life of a JVM; a property names it before netlib's classes are first used.
 */
final class NetlibLibrary {

  private static final String PACKAGE = "dev.ludovic.netlib.blas.";
  private static final String PATH = PACKAGE + "nativeLibPath";
  private static final String NAME = PACKAGE + "nativeLib";
  private static final String SYSTEM_NAME = "libblas.so.3";

  /** The native library that this JVM has loaded, or null. */
  private static NetlibBlas loaded;

  private NetlibLibrary() {}

  /** Whether netlib, which comes with Spark, is on the class path. */
  static boolean isThere() {
    ClassLoader loader = NetlibLibrary.class.getClassLoader();
    return loader.getResource("dev/ludovic/netlib/blas/BLAS.class") != null;
  }

  /** Whether the user named a library by netlib's own properties. */
  static boolean isNamedByUser() {
    return System.getProperty(PATH) != null || System.getProperty(NAME) != null;
  }

  /**
   * Java's kernels: vectorised if the JVM has the module for it. They are loaded by name, as {@link
   * JavaBLAS#getInstance} first looks for a native library, which a JVM does only once.
   */
  static NetlibBlas java() {
    BLAS kernels =
        Stream.of("VectorBLAS", "Java11BLAS")
            .flatMap(name -> instance(name).stream())
            .findFirst()
            .orElseGet(() -> quietly(JavaBLAS::getInstance));
    return new NetlibBlas(kernels, "Java (netlib " + kernels.getClass().getSimpleName() + ")");
  }

  private static Optional<BLAS> instance(String name) {
    try {
      Method instance = Class.forName(PACKAGE + name).getMethod("getInstance");
      instance.setAccessible(true); // a public method of a class that is not public
      return Optional.of((BLAS) instance.invoke(null));
    } catch (ReflectiveOperationException | LinkageError | InaccessibleObjectException e) {
      return Optional.empty(); // a JVM without the vector module, or another netlib
    }
  }

  /** The library that the user named, or libblas.so.3. */
  static NetlibBlas ofTheSystem() throws NativeLibrary.UnusableException {
    String path = System.getProperty(PATH);
    String library = path != null ? path : System.getProperty(NAME, SYSTEM_NAME);
    NativeLibrary tried = NativeLibrary.tried(library, Path.of(".").toAbsolutePath());
    requireNoneLoaded();
    BLAS kernels = nativeKernels();
    String file = mappedFile().orElse(library);
    loaded = new NetlibBlas(kernels, named(file + " (system)", tried));
    return loaded;
  }

  /** Loads a library that was tried; the name is for people. */
  static NetlibBlas loaded(Path library, String name, NativeLibrary tried)
      throws NativeLibrary.UnusableException {
    requireNoneLoaded();
    String before = System.getProperty(PATH);
    System.setProperty(PATH, library.toString());
    try {
      loaded = new NetlibBlas(nativeKernels(), named(name, tried));
      return loaded;
    } finally {
      if (before == null) {
        System.clearProperty(PATH);
      } else {
        System.setProperty(PATH, before);
      }
    }
  }

  private static void requireNoneLoaded() throws NativeLibrary.UnusableException {
    if (loaded != null) {
      throw new NativeLibrary.UnusableException("this JVM has already loaded " + loaded.name());
    }
  }

  private static BLAS nativeKernels() throws NativeLibrary.UnusableException {
    try {
      return quietly(NativeBLAS::getInstance);
    } catch (RuntimeException | LinkageError e) {
      throw new NativeLibrary.UnusableException("netlib does not load it: " + e.getMessage());
    }
  }

  private static String named(String library, NativeLibrary tried) {
    return library + tried.kernel().map(kernel -> ", kernel " + kernel).orElse("");
  }

  /** The file of the system's library, whose name is a chain of links. */
  private static Optional<String> mappedFile() {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.map(line -> line.replaceFirst(".*/", ""))
          .filter(file -> file.matches("lib.*(blas|mkl|blis|atlas).*\\.so.*"))
          .filter(file -> !file.contains("netlib"))
          .findFirst();
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }

  /** netlib logs what it does not find; our own name says what was found. */
  private static <T> T quietly(Supplier<T> supplier) {
    Logger logger = Logger.getLogger("dev.ludovic.netlib");
    Level level = logger.getLevel();
    logger.setLevel(Level.OFF);
    try {
      return supplier.get();
    } finally {
      logger.setLevel(level);
    }
  }
}
