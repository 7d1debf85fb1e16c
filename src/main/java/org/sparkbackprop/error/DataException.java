package org.sparkbackprop.error;

import java.util.List;
import java.util.stream.Collectors;

/** The data are not as they must be: one sentence on what, where, and what to do. */
public final class DataException extends BackpropException {

  private static final long serialVersionUID = 1;

  /** A fault in the data; characters that would break the line are replaced. */
  public DataException(String message) {
    super(ExitCode.BAD_DATA, Excerpt.onALine(message), null);
  }

  /** A fault, with lines to paste into a configuration. */
  public DataException(String message, List<String> lines) {
    super(
        ExitCode.BAD_DATA,
        lines.stream()
            .map(Excerpt::onALine)
            .collect(Collectors.joining("\n  ", Excerpt.onALine(message) + "\n  ", "")),
        null);
  }

  /** A pass found other rows than the previous one. */
  public static DataException inputChanged() {
    return new DataException(
        "the input changed while it was being read: its rows are not those that were counted first;"
            + " read a copy to which nobody writes");
  }
}
