package org.sparkbackprop.model;

import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;

/** A file is not what a model, a weights file or a checkpoint must be. */
public final class ModelFormatException extends BackpropException {

  private static final long serialVersionUID = 1;

  /** One sentence on what is wrong, and in which file. */
  public ModelFormatException(String message) {
    super(ExitCode.BAD_DATA, message, null);
  }
}
