package org.sparkbackprop.cli;

import java.util.List;

/** A configuration or a command line cannot be used; all of its problems are named at once. */
final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ConfigurationException(String message) {
    super(message);
  }

  ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }

  static ConfigurationException of(String source, List<String> problems) {
    if (problems.size() == 1) {
      return new ConfigurationException(source + ": " + problems.get(0));
    }
    return new ConfigurationException(
        "%s has %s problems:\n  - %s"
            .formatted(source, problems.size(), String.join("\n  - ", problems)));
  }
}
