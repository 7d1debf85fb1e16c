package org.sparkbackprop.retrain;

/** Another run has the lease, or what is in service changed meanwhile: to be tried again later. */
public final class LeaseException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** One sentence on what stands in the way, and what to do. */
  public LeaseException(String message) {
    super(message);
  }
}
