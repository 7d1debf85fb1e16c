package org.sparkbackprop.data.source.json;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.values.MissingTexts;

/**
 * What is done with the values of an object.
 *
 * @param shape of the rows
 * @param used keys that are looked at
 * @param keysWithDots names that are keys themselves, and no values within objects
 * @param missingTexts what stands for a missing value
 */
record JsonColumns(
    RowShape shape, List<UsedColumn> used, Set<String> keysWithDots, MissingTexts missingTexts)
    implements Serializable {}
