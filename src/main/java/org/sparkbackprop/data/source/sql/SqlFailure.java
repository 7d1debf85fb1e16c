package org.sparkbackprop.data.source.sql;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.storage.StorageException;

/** Says in a sentence what Spark SQL throws while it reads files. */
public final class SqlFailure {

  private static final String MEND = "; write or fetch it again";

  private static final String OTHERWISE =
      ", which Spark does not read; write the file with another encoding, compression or type";

  private SqlFailure() {}

  /** Whether Spark says that it could not read a file. */
  static boolean isOfFile(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable known
          && String.valueOf(known.getCondition()).startsWith("FAILED_READ_FILE")) {
        return true;
      }
    }
    return false;
  }

  /** What became of a file, with its name. */
  static RuntimeException ofFile(Throwable thrown, String file) {
    Throwable root = root(thrown);
    if (isUnreachable(root)) {
      return unreachable(root, file);
    }
    if (isUnsupported(root)) {
      return new DataException(
          "%s cannot be read: %s%s".formatted(file, withoutName(sentence(root), file), OTHERWISE));
    }
    boolean analysed = root instanceof AnalysisException;
    return new DataException(
        "%s cannot be read: %s%s"
            .formatted(file, withoutName(sentence(root), file), analysed ? "" : MEND));
  }

  /** The same without the name, where the caller knows it. */
  static RuntimeException inFile(Throwable thrown, String file) {
    Throwable root = root(thrown);
    if (isUnreachable(root)) {
      return unreachable(root, file);
    }
    if (isUnsupported(root)) {
      return new DataException(
          "what follows cannot be read: " + withoutName(sentence(root), file) + OTHERWISE);
    }
    return new DataException(
        "what follows cannot be read, as the file is damaged or of another kind: "
            + withoutName(sentence(root), file)
            + MEND);
  }

  /** The file may be sound, but written in a way that its reader does not know. */
  private static boolean isUnsupported(Throwable root) {
    return root instanceof UnsupportedOperationException
        || root instanceof ClassNotFoundException
        || String.valueOf(root.getMessage())
            .matches("(?is).*(unsupported|unknown) (encoding|codec|compression).*");
  }

  private static String withoutName(String sentence, String file) {
    return sentence.startsWith(file) ? "it" + sentence.substring(file.length()) : sentence;
  }

  /** The file that Spark names as the one it could not read; else what is given. */
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

  /** A cluster that does not answer says nothing of the file, and may answer the next time. */
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

  private static StorageException unreachable(Throwable root, String file) {
    if (root instanceof FileNotFoundException) {
      return new StorageException(
          StorageException.Kind.NOT_FOUND,
          "the input %s does not exist any more; read a copy that nobody writes to"
              .formatted(file));
    }
    return InputFiles.unreadable(file, (IOException) root);
  }

  public static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The first line of a message, without what those of Spark and H2 have around them. */
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
