package org.sparkbackprop.training;

/**
 * A checkpoint that is whole, and of another network or another version of this program: nothing is
 * wrong with it, and nothing may be done to it.
 */
public final class OtherTrainingException extends RuntimeException {

  private static final long serialVersionUID = 1;

  OtherTrainingException(String message) {
    super(message);
  }
}
