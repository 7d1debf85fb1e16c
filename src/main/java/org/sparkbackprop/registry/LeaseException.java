package org.sparkbackprop.registry;

import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;

/** Another run has the lease, or what is in service changed meanwhile: to be tried again later. */
public final class LeaseException extends BackpropException {

  private static final long serialVersionUID = 1;

  /** One sentence on what stands in the way, and what to do. */
  public LeaseException(String message) {
    super(ExitCode.TRY_AGAIN, message, null);
  }
}
