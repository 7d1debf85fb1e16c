package org.sparkbackprop.run;

import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;

/**
 * A checkpoint that is whole, and of another network or another version of this program: nothing is
 * wrong with it, and nothing may be done to it.
 */
public final class CheckpointMismatchException extends BackpropException {

  private static final long serialVersionUID = 1;

  CheckpointMismatchException(String message) {
    super(ExitCode.BAD_DATA, message, null);
  }
}
