/** Metrics that need an order over many resamples of some rows, which are sorted once. */
package org.sparkbackprop.metrics.resampling;
