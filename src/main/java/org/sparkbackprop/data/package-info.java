/**
 * From files, tables and rows in memory to batches.
 *
 * <p>{@link org.sparkbackprop.data.InspectedInput} looks at every row once; {@link
 * org.sparkbackprop.data.PreparedData} reads them again, prepared, packed and cached.
 */
package org.sparkbackprop.data;
