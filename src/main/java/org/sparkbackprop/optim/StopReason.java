package org.sparkbackprop.optim;

/** Why training ended. */
public enum StopReason {
  /** All epochs are done. */
  EPOCHS_DONE("all epochs are done"),
  /** The target accuracy is reached. */
  ACCURACY_REACHED("the target accuracy is reached"),
  /** The target mean cost is reached. */
  COST_REACHED("the target cost is reached"),
  /** The patience with the validation set is exhausted. */
  NO_IMPROVEMENT("the validation set shows no more improvement"),
  /** The target length of the gradient is reached. */
  GRADIENT_SMALL("the gradient is as small as the target"),
  /** No step along the optimiser's direction lowers the cost. */
  NO_LOWER_COST("no step lowers the cost any more"),
  /** The time limit is reached. */
  TIME_OVER("the time limit is reached"),
  /** The operating system requested it; more epochs can follow. */
  STOPPED("it was asked to stop"),
  /** Cost, gradient or parameters are no longer finite. */
  DIVERGED("the cost or a weight is no longer a finite number"),
  /** The cost is many times as high as it was at first. */
  COST_ROSE("the cost is many times as high as it was at first");

  private final String sentence;

  StopReason(String sentence) {
    this.sentence = sentence;
  }

  /** The reason for a reader. */
  public String sentence() {
    return sentence;
  }
}
