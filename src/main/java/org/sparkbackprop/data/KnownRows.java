package org.sparkbackprop.data;

import java.util.NavigableMap;

/**
 * What a source knows of its rows without reading any: all of them are good.
 *
 * @param labelCounts how many rows there are of each label
 */
record KnownRows(NavigableMap<String, Long> labelCounts) {

  /** How many rows there are. */
  long rows() {
    return labelCounts.values().stream().mapToLong(Long::longValue).sum();
  }
}
