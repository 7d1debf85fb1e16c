package org.sparkbackprop.cluster;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkException;
import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;

/**
 * What a user is told of an exception: one paragraph and an exit code.
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
   * Finds the exception of ours that is at the bottom of whatever Spark made of it; where there is
   * none, whether nobody worked for the run.
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
          ("Hadoop %s does not run on Java %s: from Java 24 on there is no Subject.getSubject, which"
                  + " it needs; set JAVA_HOME to Java 17 or 21, or use a Spark with Hadoop 3.5 or later")
              .formatted(VersionInfo.getVersion(), Runtime.version().feature()));
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
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
          "Spark was stopped while it worked: its master cannot be reached, its executors end as soon"
              + " as they start, or the application was killed; check spark.master, that the cluster is"
              + " up, and Spark's log");
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException || cause instanceof ZipException) {
        return new Failure(
            ExitCode.BAD_DATA, "an input is damaged or ends too early: " + cause.getMessage());
      }
      if (cause instanceof IOException) {
        return new Failure(
            ExitCode.STORAGE_FAILED, "reading or writing failed: " + cause.getMessage());
      }
    }
    if (thrown instanceof OutOfMemoryError) {
      return new Failure(
          ExitCode.INTERNAL_ERROR,
          "the memory of this JVM is used up (%s); give it more: in local mode spark.driver.memory"
              .formatted(thrown.getMessage()));
    }
    return new Failure(ExitCode.INTERNAL_ERROR, INTERNAL + firstLine(thrown));
  }

  /** Whether nothing is known of it but what was thrown. */
  public boolean isUnexplained() {
    return message.startsWith(INTERNAL);
  }

  /** Whether this is what the JDK throws, from 24 on, at users of its security manager. */
  private static boolean needsOlderJava(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnsupportedOperationException
          && String.valueOf(cause.getMessage()).contains("getSubject is not supported")) {
        return true;
      }
    }
    return false;
  }

  /** Whether these are Spark's words for an application that its cluster does not serve. */
  static boolean isOfTheCluster(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (CLUSTER_GONE.matcher(String.valueOf(cause.getMessage())).find()) {
        return true;
      }
    }
    return false;
  }

  private static String firstLine(Throwable thrown) {
    String kind = thrown instanceof SparkException ? "" : thrown.getClass().getSimpleName() + ": ";
    String message = String.valueOf(thrown.getMessage());
    return kind + message.lines().findFirst().orElse("");
  }
}
