package org.sparkbackprop.data.source.sql;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.storage.StorageException;

/** Describes in a sentence the exceptions of Spark SQL while it reads files. */
public final class SqlFailure {

  private static final String MEND = "; write or fetch it again";

  private SqlFailure() {}

  /** Whether Spark failed to read a file. */
  static boolean isOfFile(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable known
          && String.valueOf(known.getCondition()).startsWith("FAILED_READ_FILE")) {
        return true;
      }
    }
    return false;
  }

  /** The failure to read a file, with its name. */
  static RuntimeException ofFile(Throwable thrown, String file) {
    String start = file + " cannot be read: ";
    String remedy = root(thrown) instanceof AnalysisException ? "" : MEND;
    return failure(thrown, file, start, start, remedy);
  }

  /** The failure to read the rest of a file whose name the caller adds. */
  static RuntimeException inFile(Throwable thrown, String file) {
    String start = "the rest of the file cannot be read";
    return failure(
        thrown, file, start + ": ", start + ", as it is damaged or not in this format: ", MEND);
  }

  private static RuntimeException failure(
      Throwable thrown, String file, String unsupported, String damaged, String remedy) {
    Throwable root = root(thrown);
    if (isUnreachable(root)) {
      return root instanceof FileNotFoundException
          ? new StorageException(
              StorageException.Kind.NOT_FOUND,
              "the input %s no longer exists; read a copy that nothing writes to".formatted(file))
          : InputFiles.unreadable(file, (IOException) root);
    }
    String sentence = sentence(root);
    if (sentence.startsWith(file)) {
      sentence = "it" + sentence.substring(file.length());
    }
    return new DataException(
        isUnsupported(root)
            ? unsupported
                + sentence
                + ", which Spark does not read; write the file with another encoding, compression or"
                + " type"
            : damaged + sentence + remedy);
  }

  /** Whether the file is sound, but in a form that Spark does not read. */
  private static boolean isUnsupported(Throwable root) {
    return root instanceof UnsupportedOperationException
        || root instanceof ClassNotFoundException
        || String.valueOf(root.getMessage())
            .matches("(?is).*(unsupported|unknown) (encoding|codec|compression).*");
  }

  /** The file that Spark could not read, if it names one; else {@code otherwise}. */
  static String fileOf(Throwable thrown, String otherwise) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable known && known.getMessageParameters() != null) {
        String path = known.getMessageParameters().get("path");
        if (path != null) {
          return path;
        }
      }
    }
    return otherwise;
  }

  /** Whether the storage failed, not the file: it may answer the next time. */
  private static boolean isUnreachable(Throwable root) {
    return root instanceof IOException && !InputFiles.isDamage(root) && !isOfFormat(root);
  }

  private static boolean isOfFormat(Throwable root) {
    StackTraceElement[] trace = root.getStackTrace();
    return trace.length > 0
        && trace[0]
            .getClassName()
            .matches(
                "(org\\.apache\\.(parquet|orc)|org\\.xerial|com\\.github\\.luben|io\\.airlift)\\..*");
  }

  public static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The first line of a message, without the frame that Spark and H2 put around it. */
  public static String sentence(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return thrown.getClass().getSimpleName();
    }
    return message
        .strip()
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^\\[[A-Z_.0-9]+\\] ", "")
        .replaceFirst("\\.? SQLSTATE: \\w+$", "")
        .replaceFirst(";? *SQL statement: *$", "");
  }
}
