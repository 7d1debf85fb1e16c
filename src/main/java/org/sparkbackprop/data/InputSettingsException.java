package org.sparkbackprop.data;

/** The settings of an input cannot be used: one sentence on which, why, and what to do. */
public final class InputSettingsException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Settings that cannot be used. */
  public InputSettingsException(String message) {
    super(message);
  }
}
