package org.sparkbackprop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference runs and data that lie beside the checkout where the project is developed. */
public final class SharedFiles {

  private SharedFiles() {}

  /** A file there; the test is skipped where there is none. */
  public static Path file(String name) {
    Path file = Path.of("..", "shared").resolve(name);
    assumeTrue(
        Files.exists(file),
        "skipped: " + file + " is not there; it lies beside the project's own checkout only");
    return file;
  }
}
