package org.sparkbackprop.metrics;

/**
 * What was measured over some rows.
 *
 * @param metrics of all rows
 * @param sample of the rows, which can be resampled
 */
public record SampledMetrics(Metrics metrics, RowSample sample) {}
