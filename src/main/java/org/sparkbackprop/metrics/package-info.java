/** Metrics of predictions, and reasons to doubt them. */
package org.sparkbackprop.metrics;
