package org.sparkbackprop.model;

import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;

/** A file of a model or checkpoint is not valid. */
public final class ModelFormatException extends BackpropException {

  private static final long serialVersionUID = 1;

  /** A sentence says what is wrong, and in which file. */
  public ModelFormatException(String message) {
    super(ExitCode.BAD_DATA, message, null);
  }
}
