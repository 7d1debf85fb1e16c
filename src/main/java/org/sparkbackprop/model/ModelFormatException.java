package org.sparkbackprop.model;

/** A file is not what a model, a weights file or a checkpoint must be. */
public final class ModelFormatException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** One sentence on what is wrong, and in which file. */
  public ModelFormatException(String message) {
    super(message);
  }
}
