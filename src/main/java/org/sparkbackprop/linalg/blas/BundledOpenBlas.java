package org.sparkbackprop.linalg.blas;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The OpenBLAS in the application jar, for Linux on x86-64 and arm64. */
final class BundledOpenBlas {

  static final String LIBRARY = "libopenblas.so.0";

  private static final List<String> FILES =
      List.of(LIBRARY, "libgfortran.so.5", "libquadmath.so.0", "libgcc_s.so.1");

  private BundledOpenBlas() {}

  /** Whether the class path has it for this machine. */
  static boolean isThere() {
    return BundledOpenBlas.class.getResource(resource(LIBRARY)) != null;
  }

  /**
   * Writes the library, and those it needs, to a new temporary directory.
   *
   * @throws IOException if they cannot be written there
   */
  static Path unpacked() throws IOException {
    Path directory = Files.createTempDirectory("spark-backprop-openblas");
    for (String file : FILES) {
      try (InputStream input = BundledOpenBlas.class.getResourceAsStream(resource(file))) {
        if (input != null) { // not every platform needs all of them
          Files.copy(input, directory.resolve(file));
        }
      }
    }
    return directory;
  }

  /** Deletes the unpacked files; a loaded library stays loaded. */
  static void delete(Path directory) {
    for (String file : FILES) {
      deleteIfPossible(directory.resolve(file));
    }
    deleteIfPossible(directory);
  }

  private static void deleteIfPossible(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }

  private static String resource(String file) {
    return "/org/bytedeco/openblas/" + platform() + "/" + file;
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch");
    return system
        + "-"
        + switch (architecture) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "arm64";
          default -> architecture;
        };
  }
}
