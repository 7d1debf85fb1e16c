package org.sparkbackprop.optim;

/** Why training ended. */
public enum StopReason {
  /** All epochs that were asked for are done. */
  EPOCHS_DONE("all epochs are done"),
  /** Cost, gradient or weights are no longer finite numbers. */
  DIVERGED("the cost or a weight is no longer a finite number");

  private final String sentence;

  StopReason(String sentence) {
    this.sentence = sentence;
  }

  /** The reason for a reader. */
  public String sentence() {
    return sentence;
  }
}
