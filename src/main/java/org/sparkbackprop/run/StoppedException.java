package org.sparkbackprop.run;

import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.training.loop.StopRequest;

/** The operating system stopped a training; the message says how to resume it. */
public final class StoppedException extends BackpropException {

  private static final long serialVersionUID = 1;

  /** One sentence on what is left, and how to resume. */
  public StoppedException(String message) {
    super(StopRequest.code(), message, null);
  }
}
