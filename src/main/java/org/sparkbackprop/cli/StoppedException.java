package org.sparkbackprop.cli;

import org.sparkbackprop.error.BackpropException;

/** The operating system asked a training to stop; the message says how to go on. */
final class StoppedException extends BackpropException {

  private static final long serialVersionUID = 1;

  StoppedException(String message) {
    super(StopSignal.code(), message, null);
  }
}
