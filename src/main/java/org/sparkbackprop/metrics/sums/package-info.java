/**
 * What all metrics share: sums over rows that add and merge, numbers that may be undefined, and
 * intervals by resampling.
 */
package org.sparkbackprop.metrics.sums;
