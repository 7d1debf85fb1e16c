package org.sparkbackprop.storage;

/** A file system refused or failed; what was being written is not there. */
public final class StorageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What kind of failure. */
  public enum Kind {
    /** A named file or directory does not exist. */
    NOT_FOUND,
    /** The output is there already, or its place cannot be used. */
    CANNOT_CREATE,
    /** Reading or writing failed. */
    FAILED
  }

  private final Kind kind;

  /** A failure with one sentence on what, where and what to do. */
  public StorageException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** A failure with one sentence on what, where and what to do. */
  public StorageException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** What kind of failure. */
  public Kind kind() {
    return kind;
  }
}
