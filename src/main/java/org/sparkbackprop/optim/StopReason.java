package org.sparkbackprop.optim;

/** Why training ended. */
public enum StopReason {
  /** All epochs that were asked for are done. */
  EPOCHS_DONE("all epochs are done"),
  /** The accuracy that was asked for is reached. */
  ACCURACY_REACHED("the accuracy asked for is reached"),
  /** The cost a sample that was asked for is reached. */
  COST_REACHED("the cost asked for is reached"),
  /** The validation part has not become better in as many records as were allowed. */
  NO_IMPROVEMENT("the validation part no longer becomes better"),
  /** The gradient is as short as was asked for. */
  GRADIENT_SMALL("the gradient is as small as asked for"),
  /** No step along the optimiser's direction lowers the cost. */
  NO_LOWER_COST("no step lowers the cost any more"),
  /** The time that was allowed is over. */
  TIME_OVER("the time allowed is over"),
  /** The operating system asked for it; there is more to do. */
  STOPPED("it was asked to stop"),
  /** Cost, gradient or parameters are no longer finite numbers. */
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
