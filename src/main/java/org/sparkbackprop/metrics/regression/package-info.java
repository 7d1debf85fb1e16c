/**
 * Metrics of predicted numbers, as sums over rows. Definitions are those of scikit-learn 1.9 unless
 * a method says otherwise.
 */
package org.sparkbackprop.metrics.regression;
