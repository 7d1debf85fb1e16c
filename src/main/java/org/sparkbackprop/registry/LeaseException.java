package org.sparkbackprop.registry;

import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;

/** Another run has the lease, or the version in service changed meanwhile: try again later. */
public final class LeaseException extends BackpropException {

  private static final long serialVersionUID = 1;

  /** One sentence on the obstacle, and what to do. */
  public LeaseException(String message) {
    super(ExitCode.TRY_AGAIN, message, null);
  }
}
