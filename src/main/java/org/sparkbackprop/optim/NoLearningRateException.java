package org.sparkbackprop.optim;

/** No learning rate that was tried lowers the cost. */
public final class NoLearningRateException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NoLearningRateException(String message) {
    super(message);
  }
}
