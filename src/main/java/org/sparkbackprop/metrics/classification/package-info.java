/**
 * Metrics of predicted classes and labels, as sums over rows: confusion, log-loss, Brier score,
 * top-k, calibration. Definitions are those of scikit-learn 1.9 unless a method says otherwise.
 */
package org.sparkbackprop.metrics.classification;
