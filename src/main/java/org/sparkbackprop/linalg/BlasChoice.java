package org.sparkbackprop.linalg;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Chooses the BLAS of this JVM, once. */
public final class BlasChoice {

  private static final Blas CHOSEN = choose();

  private BlasChoice() {}

  /** The BLAS that every product of this JVM goes through. */
  public static Blas chosen() {
    return CHOSEN;
  }

  /** netlib where Spark brings it; plain Java where a model is scored without Spark. */
  private static Blas choose() {
    try {
      return netlib();
    } catch (LinkageError absent) {
      return new JavaBlas();
    }
  }

  private static Blas netlib() {
    // netlib warns on the console of each native library that it does not find; what was found in
    // the end is said by name(), so its own messages are kept back while it looks.
    Logger logger = Logger.getLogger("dev.ludovic.netlib");
    Level level = logger.getLevel();
    logger.setLevel(Level.OFF);
    try {
      return new NetlibBlas(dev.ludovic.netlib.blas.BLAS.getInstance());
    } finally {
      logger.setLevel(level);
    }
  }
}
