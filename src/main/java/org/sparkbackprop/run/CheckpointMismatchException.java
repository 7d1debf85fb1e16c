package org.sparkbackprop.run;

import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;

/** An intact checkpoint of another network or another version of this program, to be left alone. */
public final class CheckpointMismatchException extends BackpropException {

  private static final long serialVersionUID = 1;

  CheckpointMismatchException(String message) {
    super(ExitCode.BAD_DATA, message, null);
  }
}
