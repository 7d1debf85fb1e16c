/**
 * The contract of formats: a {@link org.sparkbackprop.data.rows.RowSource} makes {@link
 * org.sparkbackprop.data.rows.RowReader}s, each of which fills a {@link
 * org.sparkbackprop.data.rows.RowBuffer} with one row after the other.
 */
package org.sparkbackprop.data.rows;
