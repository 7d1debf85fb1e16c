package org.sparkbackprop.data.rows;

import java.util.List;
import java.util.NavigableMap;

/**
 * What a source knows of its rows without reading any: all of them are good.
 *
 * @param labelCounts how many rows there are of each label
 * @param parts the rows of each of its parts, whose places begin at their first row
 */
public record KnownRows(NavigableMap<String, Long> labelCounts, List<RowRange> parts) {}
