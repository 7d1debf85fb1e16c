package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.List;

/**
 * What is done with the values of an object.
 *
 * @param shape of the rows
 * @param used keys that are looked at
 * @param missingTexts what stands for a missing value
 */
record JsonColumns(RowShape shape, List<UsedColumn> used, MissingTexts missingTexts)
    implements Serializable {}
