package org.sparkbackprop.data.source.text;

import java.io.Serializable;
import java.util.List;
import org.sparkbackprop.data.rows.SplitId;

/**
 * A split of a text file: the lines that start in it.
 *
 * @param start in bytes
 * @param end in bytes; {@link Long#MAX_VALUE} for the rest of the file
 * @param hosts that store it
 */
public record TextSplit(String file, long start, long end, List<String> hosts)
    implements Serializable {

  boolean isWhole() {
    return start == 0 && end == Long.MAX_VALUE;
  }

  SplitId id() {
    return new SplitId(file, start);
  }
}
