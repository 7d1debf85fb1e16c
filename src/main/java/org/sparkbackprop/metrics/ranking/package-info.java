/**
 * Metrics that need the scores in order: areas under curves, the curves, thresholds and quantiles.
 *
 * <p>Scores are sorted in descending order and cut into ranges, which are computed one by one: a
 * range knows what stands above it, and the results of the ranges of one column are put together.
 * Weights are summed in two doubles and terms exactly, so that the result does not depend on where
 * the ranges are cut. There is no Spark here.
 */
package org.sparkbackprop.metrics.ranking;
