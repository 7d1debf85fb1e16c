package org.sparkbackprop.error;

import java.util.List;

/** Settings or a command line cannot be used; the message names all problems. */
public final class SettingsException extends BackpropException {

  private static final long serialVersionUID = 1;

  /** One problem: which setting, why, and what to do. */
  public SettingsException(String message) {
    this(message, null);
  }

  /** One problem, with its cause. */
  public SettingsException(String message, Throwable cause) {
    super(ExitCode.USAGE, message, cause);
  }

  /**
   * All problems of some settings.
   *
   * @param source where the settings come from
   * @param problems one or more
   */
  public static SettingsException of(String source, List<String> problems) {
    if (problems.size() == 1) {
      return new SettingsException(source + ": " + problems.get(0));
    }
    return new SettingsException(
        "%s has %s problems:\n  - %s"
            .formatted(source, problems.size(), String.join("\n  - ", problems)));
  }
}
