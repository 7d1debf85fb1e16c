package org.sparkbackprop.storage;

import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;

/** A file system refused or failed; what was being written does not exist. */
public final class StorageException extends BackpropException {

  private static final long serialVersionUID = 1;

  /** What kind of failure. */
  public enum Kind {
    /** A file or directory does not exist. */
    NOT_FOUND(ExitCode.NOT_FOUND),
    /** The output exists already, or cannot be made. */
    CANNOT_CREATE(ExitCode.CANNOT_CREATE_OUTPUT),
    /** Reading or writing failed. */
    FAILED(ExitCode.STORAGE_FAILED);

    private final ExitCode code;

    Kind(ExitCode code) {
      this.code = code;
    }
  }

  private final Kind kind;

  /** A failure with one sentence on what, where and what to do. */
  public StorageException(Kind kind, String message, Throwable cause) {
    super(kind.code, message, cause);
    this.kind = kind;
  }

  /** A failure with one sentence on what, where and what to do. */
  public StorageException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** This failure as that of the first file of an output: the output cannot be made. */
  public StorageException ofOutput(String location) {
    return new StorageException(
        Kind.CANNOT_CREATE,
        "the output %s cannot be made: %s".formatted(location, getMessage()),
        this);
  }

  /** What kind of failure. */
  public Kind kind() {
    return kind;
  }
}
