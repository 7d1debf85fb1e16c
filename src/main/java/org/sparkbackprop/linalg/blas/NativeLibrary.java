package org.sparkbackprop.linalg.blas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a native library prints when another process loads it: a library that is damaged, made for
 * another kind of machine, or crashes, ends that process and not this one.
 *
 * @param kernel the processor of the kernel that OpenBLAS chose; empty for other libraries
 */
record NativeLibrary(Optional<String> kernel) {

  private static final Pattern CORE = Pattern.compile("(?m)^Core: (\\S+)$");
  private static final long SECONDS = 20;

  /** Why a library cannot be used. */
  static final class UnusableException extends Exception {

    private static final long serialVersionUID = 1;

    UnusableException(String message) {
      super(message);
    }
  }

  /**
   * Loads a library into a process that does nothing else.
   *
   * @param library a name that the system's loader finds, or a path relative to the directory
   * @throws UnusableException if it does not load
   */
  static NativeLibrary tried(String library, Path directory) throws UnusableException {
    ProcessBuilder builder = new ProcessBuilder("/bin/true").directory(directory.toFile());
    builder.environment().put("LD_PRELOAD", library);
    builder.environment().put("OPENBLAS_VERBOSE", "2"); // it names its kernel
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      // its output fits into the pipe, so that the process never waits for a reader
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new UnusableException("loading takes more than " + SECONDS + " s");
      }
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return judged(process.exitValue(), said);
    } catch (IOException e) {
      throw new UnusableException("it cannot be tried: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableException("interrupted");
    }
  }

  private static NativeLibrary judged(int exitCode, String said) throws UnusableException {
    if (exitCode != 0 || said.contains("cannot be preloaded")) {
      String reason = said.lines().reduce((first, last) -> last).orElse("it prints nothing");
      throw new UnusableException(
          exitCode == 0 ? reason : "a process that loads it ends with code " + exitCode);
    }
    Matcher core = CORE.matcher(said);
    return new NativeLibrary(core.find() ? Optional.of(core.group(1)) : Optional.empty());
  }
}
