package org.sparkbackprop.cluster;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkException;
import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.Message;

/**
 * An exception as a user sees it: one paragraph and an exit code.
 *
 * @param code of the process
 * @param message what, where, and what to do
 */
public record Failure(ExitCode code, String message) {

  private static final String INTERNAL = "internal error: ";

  private static final Pattern CLUSTER_GONE =
      Pattern.compile(
          "(?s)SparkContext.*(shut ?down|stopped)"
              + "|Master removed our application"
              + "|All masters are unresponsive"
              + "|error from cluster scheduler");

  /**
   * Finds our exception among the causes of Spark's; if there is none, the run may have ended
   * because it had no executor.
   */
  public static Failure of(Throwable thrown) {
    Failure failure = ofCauses(thrown);
    boolean unexplained =
        failure.code() == ExitCode.INTERNAL_ERROR || failure.code() == ExitCode.CLUSTER_UNAVAILABLE;
    return unexplained
        ? ExecutorWatch.latestVerdict().map(Failure::ofCauses).orElse(failure)
        : failure;
  }

  private static Failure ofCauses(Throwable thrown) {
    if (needsOlderJava(thrown)) {
      return new Failure(
          ExitCode.USAGE,
          Message.of(
              "Hadoop %s does not run on Java %s: it needs Subject.getSubject, which Java 24 removed;"
                  + " set JAVA_HOME to Java 17 or 21, or use a Spark with Hadoop 3.5 or later",
              VersionInfo.getVersion(), Runtime.version().feature()));
    }
    List<Throwable> causes = causes(thrown).toList();
    for (Throwable cause : causes) {
      if (cause instanceof BackpropException ours) {
        return new Failure(ours.code(), ours.getMessage());
      }
    }
    Optional<String> options = JvmOptions.missing();
    if (options.isPresent() && JvmOptions.areWanted(thrown)) {
      return new Failure(ExitCode.USAGE, options.get());
    }
    if (isOfTheCluster(thrown)) {
      return new Failure(
          ExitCode.CLUSTER_UNAVAILABLE,
          "Spark stopped in the middle of its work: its master cannot be reached, its executors end"
              + " as soon as they start, or the application was killed; check spark.master, that the"
              + " cluster is up, and Spark's log");
    }
    for (Throwable cause : causes) {
      if (cause instanceof EOFException || cause instanceof ZipException) {
        return new Failure(
            ExitCode.BAD_DATA, "an input is damaged or truncated: " + cause.getMessage());
      }
      if (cause instanceof IOException) {
        return new Failure(
            ExitCode.STORAGE_FAILED, "reading or writing failed: " + cause.getMessage());
      }
    }
    if (thrown instanceof OutOfMemoryError) {
      return new Failure(
          ExitCode.INTERNAL_ERROR,
          "this JVM is out of memory (%s); give it more: in local mode by spark.driver.memory"
              .formatted(thrown.getMessage()));
    }
    return new Failure(ExitCode.INTERNAL_ERROR, INTERNAL + firstLine(thrown));
  }

  /** An exception, its cause, and so on. */
  static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
  }

  /** Whether nothing is known but the exception itself. */
  public boolean isUnexplained() {
    return message.startsWith(INTERNAL);
  }

  /** Whether the JDK, from 24 on, refused a call of its security manager. */
  private static boolean needsOlderJava(Throwable thrown) {
    return causes(thrown)
        .filter(UnsupportedOperationException.class::isInstance)
        .anyMatch(e -> String.valueOf(e.getMessage()).contains("getSubject is not supported"));
  }

  /** Whether Spark says that its cluster does not serve the application. */
  static boolean isOfTheCluster(Throwable thrown) {
    return says(thrown, CLUSTER_GONE);
  }

  /** Whether a pattern is in the message of an exception or one of its causes. */
  static boolean says(Throwable thrown, Pattern words) {
    return causes(thrown).anyMatch(e -> words.matcher(String.valueOf(e.getMessage())).find());
  }

  private static String firstLine(Throwable thrown) {
    String kind = thrown instanceof SparkException ? "" : thrown.getClass().getSimpleName() + ": ";
    String message = String.valueOf(thrown.getMessage());
    return kind + message.lines().findFirst().orElse("");
  }
}
