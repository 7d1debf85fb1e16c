package org.sparkbackprop.data.source.text;

import java.io.Serializable;
import java.util.List;
import org.sparkbackprop.data.rows.SplitId;

/**
 * A part of a text file: the lines that begin in it.
 *
 * @param start in bytes; the first line that begins behind it, or at 0, is its first
 * @param end in bytes; {@link Long#MAX_VALUE} for all that is left
 * @param hosts that have it at hand
 */
public record TextSplit(String file, long start, long end, List<String> hosts)
    implements Serializable {

  /** Whether it is all of its file. */
  boolean isWhole() {
    return start == 0 && end == Long.MAX_VALUE;
  }

  SplitId place() {
    return new SplitId(file, start);
  }
}
