package org.sparkbackprop.linalg.blas;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The BLAS of a thread. A native library is loaded once in the life of a JVM, and stays.
 *
 * @param blas computes the products
 * @param identity its name and a fingerprint of its results: equal identities give equal bits
 * @param warnings for the user, each a sentence
 */
public record BlasChoice(Blas blas, String identity, List<String> warnings) {

  private static final Map<BlasPreference, BlasChoice> RESOLVED =
      new EnumMap<>(BlasPreference.class);

  /** Of each thread and those it starts, as trainings with several choices may share a JVM. */
  private static final InheritableThreadLocal<BlasChoice> CURRENT = new InheritableThreadLocal<>();

  /** The BLAS that computes all products of this thread. */
  public static Blas current() {
    return ofThisThread().blas;
  }

  /** The choice of this thread; automatic if it was not made. */
  public static BlasChoice ofThisThread() {
    BlasChoice chosen = CURRENT.get();
    return chosen != null ? chosen : use(BlasPreference.AUTO);
  }

  /** Makes this thread compute with a BLAS; a warning says if another replaces it. */
  public static synchronized BlasChoice use(BlasPreference preference) {
    BlasChoice chosen = RESOLVED.computeIfAbsent(preference, BlasChoice::resolve);
    CURRENT.set(chosen);
    return chosen;
  }

  private static BlasChoice resolve(BlasPreference preference) {
    List<String> warnings = new ArrayList<>();
    Blas blas;
    try {
      blas =
          switch (preference) {
            case AUTO -> automatic(warnings);
            case BUNDLED -> bundled();
            case SYSTEM -> NetlibLibrary.ofTheSystem();
            case JAVA -> java();
          };
    } catch (NativeLibrary.UnusableException e) {
      blas = java();
      warnings.add(
          "blas = %s is not available: %s; products are computed by %s"
              .formatted(preference.configurationName(), e.getMessage(), blas.name()));
    }
    if (blas instanceof NetlibBlas netlib && netlib.isNative()) {
      threadWarning(System.getenv()).ifPresent(warnings::add);
    }
    String identity = blas.name() + ", bits " + BlasFingerprint.of(blas);
    return new BlasChoice(new SmallProducts(blas), identity, List.copyOf(warnings));
  }

  /** A task has one core, so its BLAS should have one thread. */
  private static Optional<String> threadWarning(Map<String, String> environment) {
    return Stream.of("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
        .filter(variable -> !"1".equals(environment.get(variable)))
        .findFirst()
        .map(
            variable ->
                "%s is %s: each task's BLAS may start threads that take the cores of other tasks;"
                        .formatted(variable, environment.getOrDefault(variable, "not set"))
                    + " set it to 1 in the environment of this JVM");
  }

  private static Blas automatic(List<String> warnings) {
    if (!NetlibLibrary.isThere()) {
      return new JavaBlas(); // a model is scored without Spark
    }
    List<String> reasons = new ArrayList<>();
    Blas blas = nativeIfPossible(reasons);
    if (blas == null) {
      blas = java();
    }
    if (!reasons.isEmpty()) {
      warnings.add(
          "%s; products are computed by %s".formatted(String.join("; ", reasons), blas.name()));
    }
    return blas;
  }

  /**
   * The library that the user named, else the bundled one, else the system's, else null.
   *
   * @param reasons receives why a library that should be there cannot be used
   */
  private static Blas nativeIfPossible(List<String> reasons) {
    boolean named = NetlibLibrary.isNamedByUser();
    if (!named && BundledOpenBlas.isThere()) {
      try {
        return bundled();
      } catch (NativeLibrary.UnusableException e) {
        reasons.add("the bundled OpenBLAS cannot be used: " + e.getMessage());
      }
    }
    try {
      return NetlibLibrary.ofTheSystem();
    } catch (NativeLibrary.UnusableException e) {
      if (named) {
        reasons.add("the BLAS named by netlib's properties cannot be used: " + e.getMessage());
      }
      return null;
    }
  }

  private static Blas bundled() throws NativeLibrary.UnusableException {
    if (!BundledOpenBlas.isThere()) {
      throw new NativeLibrary.UnusableException(
          "no OpenBLAS is bundled for %s on %s"
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
    }
    Path directory;
    try {
      directory = BundledOpenBlas.unpacked();
    } catch (IOException e) {
      throw new NativeLibrary.UnusableException("it cannot be unpacked: " + e);
    }
    try {
      NativeLibrary tried = NativeLibrary.tried("./" + BundledOpenBlas.LIBRARY, directory);
      return NetlibLibrary.loaded(
          directory.resolve(BundledOpenBlas.LIBRARY), "OpenBLAS (bundled)", tried);
    } finally {
      BundledOpenBlas.delete(directory);
    }
  }

  private static Blas java() {
    return NetlibLibrary.isThere() ? NetlibLibrary.java() : new JavaBlas();
  }
}
