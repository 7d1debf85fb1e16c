package org.sparkbackprop.data;

import java.util.List;
import java.util.stream.Collectors;

/** The data are not what they must be: one sentence on what, where, and what to do. */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A fault in the data; characters of theirs that would break the line are replaced. */
  public DataException(String message) {
    super(Excerpt.onALine(message));
  }

  /**
   * A fault with lines that are to be pasted into a configuration, each on a line of its own.
   *
   * @param lines at least one
   */
  DataException(String message, List<String> lines) {
    super(
        lines.stream()
            .map(Excerpt::onALine)
            .collect(Collectors.joining("\n  ", Excerpt.onALine(message) + "\n  ", "")));
  }
}
